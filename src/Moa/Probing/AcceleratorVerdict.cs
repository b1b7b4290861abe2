namespace Moa.Probing;

/// <summary>Whether an accelerator of a build runs guests on this host.</summary>
/// <param name="Accelerator">The accelerator, in QEMU's words: <c>kvm</c>, <c>tcg</c>.</param>
/// <param name="State">The verdict.</param>
/// <param name="Reason">How that is known, or why it fails: part of a sentence, with QEMU's words where it spoke.</param>
/// <param name="HostCpu">Whether guests can have the host's own CPU (<c>-cpu host</c>).</param>
/// <param name="Remedy">What to do about a failure: a command or a sentence; null where there is nothing to do.</param>
public sealed record AcceleratorVerdict(
    string Accelerator, AcceleratorState State, string Reason, bool HostCpu = false, string? Remedy = null);
