using System.Text.Json.Nodes;
using Moa.Model.CommandLines;
using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>QEMU's own standard input and output; one of a machine.</summary>
public sealed record StdioChardev : Chardev
{
    /// <summary>True when Ctrl-C ends QEMU, false when it goes to the guest. QEMU's default: true.</summary>
    public bool? Signal { get; init; }

    internal static RecordShape<StdioChardev> Shape { get; } = new(
        "stdio", "QEMU's own standard input and output; one of a machine.", () => new(),
        table => table
            .Flag("signal", x => x.Signal, (x, v) => x with { Signal = v },
                "True when Ctrl-C ends QEMU, false when it goes to the guest.", true)
            .BackendMembers());

    internal override string Backend => "stdio";

    internal override void AddOptions(JsonObject values, CommandLineWriter line, Place place) =>
        Shape.AddOptions(values, this);
}
