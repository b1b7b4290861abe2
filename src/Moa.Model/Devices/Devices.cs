using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>The table of devices.</summary>
internal static class Devices
{
    public static UnionShape<Device> Shape { get; } = new UnionShape<Device>("device")
        .Case(VirtioBlk.Shape)
        .Case(VirtioNet.Shape)
        .Case(VirtioSerial.Shape)
        .Case(VirtioRng.Shape)
        .Case(Serial.Shape)
        .Case(IsaSerial.Shape)
        .Case(Vmgenid.Shape)
        .Case(Pvpanic.Shape)
        .Case(PvpanicPci.Shape);
}
