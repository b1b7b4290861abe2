using System.Text.Json.Nodes;
using Moa.Model.CommandLines;
using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>A console: the guest finds it as <c>/dev/hvc0</c> and so on.</summary>
public sealed record Virtconsole : VirtioSerialPort
{
    /// <summary>The name that the guest sees.</summary>
    public string? Name { get; init; }

    internal static RecordShape<Virtconsole> Shape { get; } = new(
        "virtconsole", "A console: the guest finds it as /dev/hvc0 and so on.", () => new() { Chardev = new NullChardev() },
        table => table
            .Member("name", x => x.Name, (x, v) => x with { Name = v }, VirtioSerialPortMembers.Name,
                "The name that the guest sees.")
            .PortMembers(leastNr: 0));

    internal override string? PortName => Name;

    internal override void Write(CommandLineWriter line, Place place, string bus)
    {
        var properties = new JsonObject
        {
            ["bus"] = bus,
            ["chardev"] = line.Chardev(Chardev, place.Member("chardev", ".chardev")),
        };
        Shape.AddOptions(properties, this);
        line.Device("virtconsole", place, properties);
    }
}
