namespace Moa.Probing;

/// <summary>A machine type that a build of QEMU knows (<c>query-machines</c>, QAPI module <c>machine</c>).</summary>
/// <param name="Name">The name for <c>-machine</c>, such as <c>pc-q35-10.0</c>.</param>
/// <param name="Alias">A second name, which later builds give to later machines, such as <c>q35</c>; null for none.</param>
/// <param name="IsDefault">Whether QEMU takes it when it is not told.</param>
/// <param name="DefaultCpu">The CPU model that it has when nothing is said, such as <c>qemu64</c>; null for none.</param>
/// <param name="MaxCpus">The most CPUs it can have.</param>
/// <param name="IsDeprecated">Whether QEMU will drop it.</param>
public sealed record QemuMachine(string Name, string? Alias, bool IsDefault, string? DefaultCpu, int MaxCpus, bool IsDeprecated);
