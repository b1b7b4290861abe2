namespace Moa.Probing;

/// <summary>A CPU model that a build of QEMU knows (<c>query-cpu-definitions</c>, QAPI module <c>machine</c>).</summary>
/// <param name="Name">The name for <c>-cpu</c>, such as <c>EPYC</c>.</param>
/// <param name="AliasOf">The versioned model it stands for in this build; null for none.</param>
/// <param name="IsDeprecated">Whether QEMU will drop it.</param>
public sealed record QemuCpu(string Name, string? AliasOf, bool IsDeprecated);
