using System.Text.Json.Nodes;
using Moa.Model.CommandLines;
using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>A file that gets what the guest writes.</summary>
public sealed record FileChardev : Chardev
{
    /// <summary>The file, which is made when it is not there.</summary>
    public required string Path { get; init; }

    /// <summary>True to append, false to begin the file anew. QEMU's default: false.</summary>
    public bool? Append { get; init; }

    internal static RecordShape<FileChardev> Shape { get; } =
        new RecordShape<FileChardev>("file", "A file that gets what the guest writes.", () => new() { Path = Text.Path.Blank })
            .Required("path", x => x.Path, (x, v) => x with { Path = v }, Text.Path,
                "The file, which is made when it is not there.")
            .Member("append", x => x.Append, (x, v) => x with { Append = v }, FlagShape.Instance,
                "True to append, false to begin the file anew.", false)
            .BackendMembers();

    internal override string Backend => "file";

    internal override void AddOptions(JsonObject values, CommandLineWriter line, Place place) =>
        values.AddAll(Shape.Options(this));
}
