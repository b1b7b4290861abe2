using Moa.Model.CommandLines;
using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>A controller with ports between guest and host (hw/char/virtio-serial-bus.c).</summary>
public sealed record VirtioSerial : Device
{
    /// <summary>The most ports it can have, 1 to 31. QEMU's default: 31.</summary>
    public int? MaxPorts { get; init; }

    /// <summary>Its ports, in the order in which the guest finds them.</summary>
    public ValueList<VirtioSerialPort> Ports { get; init; } = [];

    internal static RecordShape<VirtioSerial> Shape { get; } = new(
        "virtio-serial", "A controller with ports between guest and host.", () => new(),
        table => table
            .Number("max-ports", x => x.MaxPorts, (x, v) => x with { MaxPorts = v }, 1, 31,
                "The most ports it can have.", 31, option: "max_ports")
            .List("ports", x => x.Ports, (x, v) => x with { Ports = v }, VirtioSerialPorts.Shape,
                "Its ports, in the order in which the guest finds them.", option: null)
            .AnyMembers());

    internal override void Write(CommandLineWriter line, Place place)
    {
        line.VirtioDevice("virtio-serial", place, Shape.Options(this));
        for (var i = 0; i < Ports.Count; i++)
            Ports[i].Write(line, place.Member($"ports[{i}]", $".port{i}").WithId(Ports[i].Id), place.Id + ".0");
    }
}
