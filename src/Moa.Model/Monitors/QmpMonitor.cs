using System.Text.Json.Nodes;
using Moa.Model.CommandLines;
using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>A QMP monitor: where a program controls the machine (QEMU's <c>-mon mode=control</c>).</summary>
public sealed record QmpMonitor
{
    /// <summary>Its id in QEMU. Default: <c>qmp0</c>, <c>qmp1</c> and so on.</summary>
    public string? Id { get; init; }

    /// <summary>Where the client is.</summary>
    public required Chardev Chardev { get; init; }

    internal static RecordShape<QmpMonitor> Shape { get; } = new(
        "qmp-monitor", "Where a program controls the machine.", () => new() { Chardev = new NullChardev() },
        table => table
            .Member("id", x => x.Id, (x, v) => x with { Id = v }, Text.Id,
                "Its id in QEMU; when not said, qmp0, qmp1 and so on.")
            .Required("chardev", x => x.Chardev, (x, v) => x with { Chardev = v }, Chardevs.Shape,
                "Where the client is."));

    internal void Write(CommandLineWriter line, string path)
    {
        var place = new Place(path, line.NextId("qmp")).WithId(Id);
        line.TakeId(IdSpace.Monitor, place);
        line.Keyval("-mon", null, new JsonObject
        {
            ["id"] = place.Id,
            ["chardev"] = line.Chardev(Chardev, place.Member("chardev", ".chardev")),
            ["mode"] = "control",
        });
    }
}
