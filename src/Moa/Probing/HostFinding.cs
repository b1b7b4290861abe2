namespace Moa.Probing;

/// <summary>One thing that <see cref="HostReport"/> looked at.</summary>
/// <param name="Name">What it is, such as <c>kvm</c>; stable, for programs.</param>
/// <param name="State">How it is.</param>
/// <param name="Detail">What was found: for people.</param>
/// <param name="Remedy">What to do about it: a command or a sentence; null where there is nothing to do.</param>
public sealed record HostFinding(string Name, HostState State, string Detail, string? Remedy = null);
