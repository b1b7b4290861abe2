using System.Text.Json.Nodes;
using Moa.Model.CommandLines;
using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>A port for programs: the guest finds it as <c>/dev/virtio-ports/NAME</c>.</summary>
public sealed record Virtserialport : VirtioSerialPort
{
    /// <summary>The name that the guest sees, its only one on the controller.</summary>
    public required string Name { get; init; }

    internal static RecordShape<Virtserialport> Shape { get; } = new(
        "virtserialport", "A port for programs: the guest finds it as /dev/virtio-ports/NAME.",
        () => new() { Name = Text.Any.Blank, Chardev = new NullChardev() },
        table => table
            .Required("name", x => x.Name, (x, v) => x with { Name = v }, VirtioSerialPortMembers.Name,
                "The name that the guest sees, its only one on the controller.")
            .PortMembers(leastNr: 1));

    internal override string? PortName => Name;

    internal override void Write(CommandLineWriter line, Place place, string bus)
    {
        var properties = new JsonObject
        {
            ["bus"] = bus,
            ["chardev"] = line.Chardev(Chardev, place.Member("chardev", ".chardev")),
        };
        Shape.AddOptions(properties, this);
        line.Device("virtserialport", place, properties);
    }
}
