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

    internal static RecordShape<FileChardev> Shape { get; } = new(
        "file", "A file that gets what the guest writes.", () => new() { Path = Text.InputFile.Blank },
        table => table
            .Required("path", x => x.Path, (x, v) => x with { Path = v }, Text.OutputFile,
                "The file, which is made when it is not there.")
            .Flag("append", x => x.Append, (x, v) => x with { Append = v },
                "True to append, false to begin the file anew.", false)
            .BackendMembers());

    internal override string Backend => "file";

    internal override void AddOptions(JsonObject values, CommandLineWriter line, Place place) =>
        Shape.AddOptions(values, this);
}
