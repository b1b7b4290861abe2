using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>The table of firmware.</summary>
internal static class Firmwares
{
    public static UnionShape<Firmware> Shape { get; } = new UnionShape<Firmware>("firmware")
        .Case(BiosFirmware.Shape)
        .Case(PflashFirmware.Shape);
}
