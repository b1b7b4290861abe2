using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Moa.Model.CommandLines;
using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>
/// An image in QEMU's own format (QAPI block-core, BlockdevOptionsQcow2). The header of such a file can name another
/// as its backing file, which QEMU then opens unless <see cref="Backing"/> says what to open.
/// </summary>
public sealed record Qcow2Node : FormatNode
{
    /// <summary>Makes one; set <see cref="FormatNode.File"/>.</summary>
    public Qcow2Node()
    {
    }

    /// <summary>Makes one of the file at this path.</summary>
    [SetsRequiredMembers]
    public Qcow2Node(string filename) => File = new FileNode { Filename = filename };

    /// <summary>The image below, which holds what this one does not. QEMU's default: what the header says.</summary>
    public FormatNode? Backing { get; init; }

    /// <summary>
    /// True to write reference counts late: faster, and a check is needed after a crash. QEMU's default: as in the
    /// header.
    /// </summary>
    public bool? LazyRefcounts { get; init; }

    /// <summary>
    /// True to pass the guest's discards on to the file. QEMU's default: true where discard is unmap.
    /// </summary>
    public bool? PassDiscardRequest { get; init; }

    /// <summary>True to discard in the file what deleted snapshots leave. QEMU's default: true.</summary>
    public bool? PassDiscardSnapshot { get; init; }

    /// <summary>The size of the caches for tables in all. QEMU's default: 32M and a bit.</summary>
    public ByteSize? CacheSize { get; init; }

    /// <summary>
    /// The size of the cache for cluster tables. QEMU's default: as large as the image needs, up to 32M.
    /// </summary>
    public ByteSize? L2CacheSize { get; init; }

    /// <summary>
    /// After how many seconds unused entries of the caches are dropped, 0 for never. QEMU's default: 600.
    /// </summary>
    public int? CacheCleanIntervalSeconds { get; init; }

    internal static RecordShape<Qcow2Node> Shape { get; } = new(
        "qcow2", "An image in QEMU's own format.", () => new(Text.InputFile.Blank),
        table => table
            .FormatMembers()
            .Member("backing", x => x.Backing, (x, v) => x with { Backing = v }, FormatNodes.Shape,
                "The image below, which holds what this one does not; when not said, what the header of the image "
                + "says.", option: null)
            .Flag("lazy-refcounts", x => x.LazyRefcounts, (x, v) => x with { LazyRefcounts = v },
                "True to write reference counts late: faster, and a check is needed after a crash.")
            .Flag("pass-discard-request", x => x.PassDiscardRequest, (x, v) => x with { PassDiscardRequest = v },
                "True to pass the guest's discards on to the file; when not said, true where discard is unmap.")
            .Flag("pass-discard-snapshot", x => x.PassDiscardSnapshot, (x, v) => x with { PassDiscardSnapshot = v },
                "True to discard in the file what deleted snapshots leave.", true)
            .Member("cache-size", x => x.CacheSize, (x, v) => x with { CacheSize = v }, ByteSizeShape.Any,
                "The size of the caches for tables in all.")
            .Member("l2-cache-size", x => x.L2CacheSize, (x, v) => x with { L2CacheSize = v }, ByteSizeShape.Any,
                "The size of the cache for cluster tables.")
            .Number("cache-clean-interval", x => x.CacheCleanIntervalSeconds,
                (x, v) => x with { CacheCleanIntervalSeconds = v }, 0, int.MaxValue,
                "After how many seconds unused entries of the caches are dropped, 0 for never.", 600)
            .Rule("qcow2-cache", "The cache for cluster tables is part of the caches in all.", (x, check) =>
            {
                if (x.L2CacheSize > x.CacheSize)
                    check.Member("l2-cache-size").Problem($"It is more than cache-size, which is {x.CacheSize}.");
            }));

    private protected override string Driver => "qcow2";

    private protected override void AddOptions(JsonObject options, CommandLineWriter line, Place place)
    {
        Shape.AddOptions(options, this);
        if (Backing is not null)
            options["backing"] = Backing.Options(line, place.Member("backing", ".backing"));
    }
}
