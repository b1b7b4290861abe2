using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>The members that block nodes have in common.</summary>
internal static class BlockMembers
{
    private static readonly WordShape<BlockDiscard> Discard =
        new(new(BlockDiscard.Ignore, "ignore"), new(BlockDiscard.Unmap, "unmap"));

    private static readonly WordShape<DetectZeroes> Zeroes =
        new(new(DetectZeroes.Off, "off"), new(DetectZeroes.On, "on"), new(DetectZeroes.Unmap, "unmap"));

    /// <summary>Adds the members of <see cref="FormatNode"/>.</summary>
    public static MemberTable<T> FormatMembers<T>(this MemberTable<T> table)
        where T : FormatNode => table
        .Required("file", x => x.File, (x, v) => (T)((FormatNode)x with { File = v }), ProtocolNodes.Shape,
            "Where the image is: a path, or a map.", option: null)
        .NodeMembers()
        .Rule("aio-native", "Native AIO needs cache direct.", (x, check) =>
        {
            if (x.File is FileNode { Aio: BlockAio.Native } file && (file.Cache?.Direct ?? x.Cache?.Direct) != true)
                check.Member("file").Problem("Its aio is native, which needs a cache that is direct.");
        });

    /// <summary>Adds the members of <see cref="BlockNode"/>.</summary>
    public static MemberTable<T> NodeMembers<T>(this MemberTable<T> table)
        where T : BlockNode => table
        .Flag("read-only", x => x.ReadOnly, (x, v) => (T)((BlockNode)x with { ReadOnly = v }),
                "True to open the image for reading only.", false)
        .Flag("auto-read-only", x => x.AutoReadOnly, (x, v) => (T)((BlockNode)x with { AutoReadOnly = v }),
                "True to open for writing only while somebody writes, where read-only is not said.", false)
        .Flag("force-share", x => x.ForceShare, (x, v) => (T)((BlockNode)x with { ForceShare = v }),
                "True to open an image that another process has open for writing; the data may be torn.", false)
        .Member("discard", x => x.Discard, (x, v) => (T)((BlockNode)x with { Discard = v }), Discard,
            "What becomes of blocks that the guest discards: ignore or unmap.", BlockDiscard.Ignore)
        .Member("detect-zeroes", x => x.DetectZeroes, (x, v) => (T)((BlockNode)x with { DetectZeroes = v }), Zeroes,
            "What becomes of zeroes that the guest writes: off, on or unmap.", DetectZeroes.Off)
        .Member("cache", x => x.Cache, (x, v) => (T)((BlockNode)x with { Cache = v }), BlockCache.Shape,
            "How the host caches.")
        .Member("node-name", x => x.NodeName, (x, v) => (T)((BlockNode)x with { NodeName = v }), Text.NodeName,
            "Its name in QEMU, at most 31 bytes; when not said, the device's id, and '.file' and the like below.",
            option: null)
        .Rule("zeroes-unmap", "Detected zeroes are unmapped only where discard is unmap.", (x, check) =>
        {
            if (x.DetectZeroes == Model.DetectZeroes.Unmap && x.Discard != BlockDiscard.Unmap)
                check.Member("detect-zeroes").Problem("It is unmap, which needs discard to be unmap as well.");
        });
}
