using Moa.Model.CommandLines;
using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>A controller with ports between guest and host (hw/char/virtio-serial-bus.c).</summary>
public sealed record VirtioSerial : Device
{
    private const int MostPorts = 31;

    /// <summary>The most ports it can have, 1 to 31. QEMU's default: 31.</summary>
    public int? MaxPorts { get; init; }

    /// <summary>Its ports, in the order in which the guest finds them.</summary>
    public ValueList<VirtioSerialPort> Ports { get; init; } = [];

    internal static RecordShape<VirtioSerial> Shape { get; } = new(
        "virtio-serial", "A controller with ports between guest and host.", () => new(),
        table => table
            .Number("max-ports", x => x.MaxPorts, (x, v) => x with { MaxPorts = v }, 1, MostPorts,
                "The most ports it can have.", MostPorts, option: "max_ports")
            .List("ports", x => x.Ports, (x, v) => x with { Ports = v }, VirtioSerialPorts.Shape,
                "Its ports, in the order in which the guest finds them.", option: null)
            .AnyMembers()
            .Rule("port-once", "Ports of a controller have names and numbers of their own, and room on it.",
                CheckPorts));

    internal override void Write(CommandLineWriter line, Place place)
    {
        line.VirtioDevice("virtio-serial", place, Shape.Options(this));
        for (var i = 0; i < Ports.Count; i++)
            Ports[i].Write(line, place.Member($"ports[{i}]", $".port{i}").WithId(Ports[i].Id), place.Id + ".0");
    }

    private static void CheckPorts(VirtioSerial controller, SpecCheck check)
    {
        var ports = controller.Ports;
        for (var i = 0; i < ports.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var place = check.Member("ports").Item(i);
                if (ports[i].Nr is not null && ports[i].Nr == ports[j].Nr)
                    place.Problem($"{check.Path}.ports[{j}] has the same number.");
                if (ports[i].PortName is not null && ports[i].PortName == ports[j].PortName)
                    place.Problem($"{check.Path}.ports[{j}] has the same name.");
            }
        }
        var most = controller.MaxPorts ?? MostPorts;
        if (ports.Count > most)
            check.Member("ports").Problem($"They are {ports.Count}, more than max-ports, which is {most}.");
    }
}
