using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>The table of virtio-serial ports.</summary>
internal static class VirtioSerialPorts
{
    public static UnionShape<VirtioSerialPort> Shape { get; } = new UnionShape<VirtioSerialPort>("port")
        .Case(Virtserialport.Shape)
        .Case(Virtconsole.Shape);
}
