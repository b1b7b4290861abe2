using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>The table of devices, and what they have in common.</summary>
internal static class Devices
{
    public static UnionShape<Device> Shape { get; } = new UnionShape<Device>("device")
        .Case(Serial.Shape)
        .Case(VirtioSerial.Shape);

    /// <summary>Adds the members of <see cref="Device"/>.</summary>
    public static RecordShape<T> DeviceMembers<T>(this RecordShape<T> shape)
        where T : Device => shape
        .Member("id", x => x.Id, (x, v) => (T)((Device)x with { Id = v }), Text.Id,
            "Its id in QEMU; when not said, the type and a number: virtio-blk0.", option: null);
}
