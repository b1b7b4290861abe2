using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>The table of SMBIOS tables. They go by their numbers, as in QEMU.</summary>
internal static class SmbiosTables
{
    public static UnionShape<SmbiosTable> Shape { get; } = new UnionShape<SmbiosTable>("smbios")
        .Case(SmbiosSystem.Shape);
}
