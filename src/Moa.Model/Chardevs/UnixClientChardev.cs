using System.Text.Json.Nodes;
using Moa.Model.CommandLines;
using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>A Unix socket to which QEMU connects.</summary>
public sealed record UnixClientChardev : Chardev
{
    /// <summary>The path of the socket, at most 107 bytes.</summary>
    public required string Path { get; init; }

    /// <summary>Seconds to wait before connecting again, 0 for never. QEMU's default: 0.</summary>
    public int? ReconnectSeconds { get; init; }

    internal static RecordShape<UnixClientChardev> Shape { get; } = new(
        "unix-client", "A Unix socket to which QEMU connects.", () => new() { Path = Text.InputFile.Blank },
        table => table
            .Required("path", x => x.Path, (x, v) => x with { Path = v }, Text.SocketPath, "The path of the socket.")
            .Number("reconnect", x => x.ReconnectSeconds, (x, v) => x with { ReconnectSeconds = v }, 0, 86400,
                "Seconds to wait before connecting again, 0 for never.", 0)
            .BackendMembers());

    internal override string Backend => "socket";

    internal override void AddOptions(JsonObject values, CommandLineWriter line, Place place) =>
        Shape.AddOptions(values, this);
}
