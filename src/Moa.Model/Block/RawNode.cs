using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Moa.Model.CommandLines;
using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>An image that is the disk, byte by byte (QAPI block-core, BlockdevOptionsRaw).</summary>
public sealed record RawNode : FormatNode
{
    /// <summary>Makes one; set <see cref="FormatNode.File"/>.</summary>
    public RawNode()
    {
    }

    /// <summary>Makes one of the file at this path.</summary>
    [SetsRequiredMembers]
    public RawNode(string filename) => File = new FileNode { Filename = filename };

    /// <summary>Where in the file the disk begins. QEMU's default: 0.</summary>
    public ByteSize? Offset { get; init; }

    /// <summary>The size of the disk, a multiple of 512. QEMU's default: the rest of the file.</summary>
    public ByteSize? Size { get; init; }

    internal static RecordShape<RawNode> Shape { get; } = new(
        "raw", "An image that is the disk, byte by byte.", () => new(Text.InputFile.Blank),
        table => table
            .FormatMembers()
            .Member("offset", x => x.Offset, (x, v) => x with { Offset = v }, ByteSizeShape.Any,
                "Where in the file the disk begins.", new ByteSize(0))
            .Member("size", x => x.Size, (x, v) => x with { Size = v }, ByteSizeShape.Any,
                "The size of the disk, a multiple of 512; the rest of the file when not said.")
            .Rule("raw-sectors", "The size of a raw disk is a multiple of 512.", (x, check) =>
            {
                if (x.Size?.Bytes % 512 is > 0)
                    check.Member("size").Problem($"{x.Size} is no multiple of 512.");
            }));

    private protected override string Driver => "raw";

    private protected override void AddOptions(JsonObject options, CommandLineWriter line, Place place) =>
        Shape.AddOptions(options, this);
}
