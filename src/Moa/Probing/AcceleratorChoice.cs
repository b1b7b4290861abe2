namespace Moa.Probing;

/// <summary>The accelerator a machine gets.</summary>
/// <param name="Accelerator">The accelerator, in QEMU's words: <c>kvm</c>, <c>tcg</c>.</param>
/// <param name="HostCpu">Whether the guest can have the host's own CPU (<c>-cpu host</c>).</param>
/// <param name="Reason">Why this one: a sentence for people.</param>
public sealed record AcceleratorChoice(string Accelerator, bool HostCpu, string Reason);
