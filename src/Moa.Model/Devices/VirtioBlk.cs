using System.Numerics;
using Moa.Model.CommandLines;
using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>A disk (hw/block/virtio-blk.c): the guest finds it as <c>/dev/vda</c> and so on.</summary>
public sealed record VirtioBlk : VirtioDevice
{
    /// <summary>The image.</summary>
    public required FormatNode Drive { get; init; }

    /// <summary>A serial number, at most 20 bytes; Linux has it in <c>/dev/disk/by-id</c>.</summary>
    public string? Serial { get; init; }

    /// <summary>Its place in the order in which firmware tries to boot, 0 first; unique in the machine.</summary>
    public int? Bootindex { get; init; }

    /// <summary>The unit in which the guest reads and writes: a power of two, 512 to 2M. QEMU's default: 512.</summary>
    public ByteSize? LogicalBlockSize { get; init; }

    /// <summary>The unit in which the disk says to store: a power of two, 512 to 2M. QEMU's default: 512.</summary>
    public ByteSize? PhysicalBlockSize { get; init; }

    /// <summary>The unit in which discards are best. QEMU's default: the logical block size.</summary>
    public ByteSize? DiscardGranularity { get; init; }

    /// <summary>The smallest transfer that is good. QEMU's default: none.</summary>
    public ByteSize? MinIoSize { get; init; }

    /// <summary>The best size of a transfer. QEMU's default: none.</summary>
    public ByteSize? OptIoSize { get; init; }

    /// <summary>True when several writers may have the image open. QEMU's default: false.</summary>
    public bool? ShareRw { get; init; }

    /// <summary>A write cache that the guest must flush. QEMU's default: auto, by the image's cache.</summary>
    public OnOffAuto? WriteCache { get; init; }

    /// <summary>True to offer discarding. QEMU's default: true.</summary>
    public bool? Discard { get; init; }

    /// <summary>True to offer writing of zeroes. QEMU's default: true.</summary>
    public bool? WriteZeroes { get; init; }

    /// <summary>How many queues, 1 to 1024. QEMU's default: as many as CPUs.</summary>
    public int? NumQueues { get; init; }

    /// <summary>Entries of a queue, a power of two, 4 to 1024. QEMU's default: 256.</summary>
    public int? QueueSize { get; init; }

    /// <summary>What happens when reading fails. QEMU's default: auto, which reports to the guest.</summary>
    public BlockdevOnError? Rerror { get; init; }

    /// <summary>
    /// What happens when writing fails. QEMU's default: auto, which stops when the host's disk is full.
    /// </summary>
    public BlockdevOnError? Werror { get; init; }

    private static ByteSizeShape BlockSize { get; } = new(new ByteSize(512), ByteSize.FromMebibytes(2));

    private static ByteSizeShape IoSize { get; } = new(new ByteSize(0), new ByteSize(uint.MaxValue));

    internal static RecordShape<VirtioBlk> Shape { get; } = new(
        "virtio-blk", "A disk.", () => new() { Drive = new RawNode(Text.InputFile.Blank) },
        table => table
            .Required("drive", x => x.Drive, (x, v) => x with { Drive = v }, FormatNodes.Shape, "The image.",
                option: null)
            .Member("serial", x => x.Serial, (x, v) => x with { Serial = v }, new TextShape { MaxBytes = 20 },
                "A serial number, at most 20 bytes; Linux has it in /dev/disk/by-id.")
            .Number("bootindex", x => x.Bootindex, (x, v) => x with { Bootindex = v }, 0, int.MaxValue,
                "Its place in the order in which firmware tries to boot, 0 first; unique in the machine.")
            .Member("logical-block-size", x => x.LogicalBlockSize, (x, v) => x with { LogicalBlockSize = v }, BlockSize,
                "The unit in which the guest reads and writes: a power of two, 512 to 2M.", new ByteSize(512),
                "logical_block_size")
            .Member("physical-block-size", x => x.PhysicalBlockSize, (x, v) => x with { PhysicalBlockSize = v },
                BlockSize, "The unit in which the disk says to store: a power of two, 512 to 2M.", new ByteSize(512),
                "physical_block_size")
            .Member("discard-granularity", x => x.DiscardGranularity, (x, v) => x with { DiscardGranularity = v },
                IoSize, "The unit in which discards are best; the logical block size when not said.",
                option: "discard_granularity")
            .Member("min-io-size", x => x.MinIoSize, (x, v) => x with { MinIoSize = v }, IoSize,
                "The smallest transfer that is good.", option: "min_io_size")
            .Member("opt-io-size", x => x.OptIoSize, (x, v) => x with { OptIoSize = v }, IoSize,
                "The best size of a transfer.", option: "opt_io_size")
            .Flag("share-rw", x => x.ShareRw, (x, v) => x with { ShareRw = v },
                "True when several writers may have the image open.", false)
            .Member("write-cache", x => x.WriteCache, (x, v) => x with { WriteCache = v }, Words.OnOffAuto,
                "A write cache that the guest must flush; auto is by the image's cache.", OnOffAuto.Auto)
            .Flag("discard", x => x.Discard, (x, v) => x with { Discard = v },
                "True to offer discarding.", true)
            .Flag("write-zeroes", x => x.WriteZeroes, (x, v) => x with { WriteZeroes = v },
                "True to offer writing of zeroes.", true)
            .Number("num-queues", x => x.NumQueues, (x, v) => x with { NumQueues = v }, 1, 1024,
                "How many queues; as many as CPUs when not said.")
            .Number("queue-size", x => x.QueueSize, (x, v) => x with { QueueSize = v }, 4, 1024,
                "Entries of a queue, a power of two.", 256)
            .Member("rerror", x => x.Rerror, (x, v) => x with { Rerror = v }, Words.BlockdevOnError,
                "What happens when reading fails: auto, report, ignore, enospc or stop.", BlockdevOnError.Auto)
            .Member("werror", x => x.Werror, (x, v) => x with { Werror = v }, Words.BlockdevOnError,
                "What happens when writing fails: auto, report, ignore, enospc or stop.", BlockdevOnError.Auto)
            .VirtioMembers()
            .Rule("block-size", "Block sizes are powers of two, and the physical one is not the smaller.", CheckBlockSizes)
            .Rule("io-multiple", "Discards and transfers are in multiples of the logical block size.", CheckMultiples)
            .Rule("queue-size", "The size of a queue is a power of two.", (x, check) =>
            {
                if (x.QueueSize is { } size && !BitOperations.IsPow2(size))
                    check.Member("queue-size").Problem($"{size} is no power of two.");
            }));

    internal override int? BootOrder => Bootindex;

    internal override void Write(CommandLineWriter line, Place place)
    {
        var properties = Shape.Options(this);
        properties.Insert(0, "drive", line.BlockNode(Drive, place.Member("drive", "")));
        line.VirtioDevice("virtio-blk", place, properties);
    }

    private static void CheckBlockSizes(VirtioBlk disk, SpecCheck check)
    {
        if (disk.LogicalBlockSize is { } logical && !BitOperations.IsPow2(logical.Bytes))
            check.Member("logical-block-size").Problem($"{logical} is no power of two.");
        if (disk.PhysicalBlockSize is { } physical && !BitOperations.IsPow2(physical.Bytes))
            check.Member("physical-block-size").Problem($"{physical} is no power of two.");
        if (disk.LogicalBlockSize is { } unit && (disk.PhysicalBlockSize ?? new ByteSize(512)) < unit)
            check.Member("logical-block-size").Problem(
                $"It is more than physical-block-size, which is {disk.PhysicalBlockSize ?? new ByteSize(512)}.");
    }

    private static void CheckMultiples(VirtioBlk disk, SpecCheck check)
    {
        var unit = disk.LogicalBlockSize ?? new ByteSize(512);
        foreach (var (name, size) in new[]
        {
            ("discard-granularity", disk.DiscardGranularity), ("min-io-size", disk.MinIoSize), ("opt-io-size", disk.OptIoSize),
        })
        {
            if (unit.Bytes > 0 && size?.Bytes % unit.Bytes is > 0)
                check.Member(name).Problem($"{size} is no multiple of the logical block size, {unit}.");
        }
    }
}
