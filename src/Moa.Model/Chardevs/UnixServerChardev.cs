using System.Text.Json.Nodes;
using Moa.Model.CommandLines;
using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>A Unix socket on which QEMU listens, for one client at a time.</summary>
public sealed record UnixServerChardev : Chardev
{
    /// <summary>The path of the socket, at most 107 bytes.</summary>
    public required string Path { get; init; }

    /// <summary>True to start the machine only when a client is there. QEMU's default: true; Moa's: false.</summary>
    public bool? Wait { get; init; }

    internal static RecordShape<UnixServerChardev> Shape { get; } = new(
        "unix-server", "A Unix socket on which QEMU listens, for one client at a time.",
        () => new() { Path = Text.InputFile.Blank },
        table => table
            .Required("path", x => x.Path, (x, v) => x with { Path = v }, Text.SocketPath, "The path of the socket.")
            .Flag("wait", x => x.Wait, (x, v) => x with { Wait = v },
                "True to start the machine only when a client is there.", false, option: null)
            .BackendMembers());

    internal override string Backend => "socket";

    internal override void AddOptions(JsonObject values, CommandLineWriter line, Place place)
    {
        Shape.AddOptions(values, this);
        values["server"] = true;
        values["wait"] = Wait ?? false;
    }
}
