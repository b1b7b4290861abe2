using System.Text.Json.Nodes;
using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>
/// A file of the host (QAPI block-core, BlockdevOptionsFile). Its name is never taken for anything but a path.
/// </summary>
public sealed record FileNode : ProtocolNode
{
    /// <summary>The path.</summary>
    public required string Filename { get; init; }

    /// <summary>How QEMU does input and output. QEMU's default: threads.</summary>
    public BlockAio? Aio { get; init; }

    /// <summary>Locks against other processes that open the file. QEMU's default: auto, which is on.</summary>
    public OnOffAuto? Locking { get; init; }

    internal static RecordShape<FileNode> Shape { get; } = new(
        "file", "A file of the host.", () => new() { Filename = Text.InputFile.Blank },
        table => table
            .Required("filename", x => x.Filename, (x, v) => x with { Filename = v }, Text.InputFile, "The path.")
            .Member("aio", x => x.Aio, (x, v) => x with { Aio = v },
                new WordShape<BlockAio>(
                    new(BlockAio.Threads, "threads"), new(BlockAio.Native, "native"), new(BlockAio.IoUring, "io_uring")),
                "How QEMU does input and output: threads, native or io_uring.", BlockAio.Threads)
            .Member("locking", x => x.Locking, (x, v) => x with { Locking = v }, Words.OnOffAuto,
                "Locks against other processes that open the file; auto is on.", OnOffAuto.Auto)
            .NodeMembers()
            .Implied("filename"));

    private protected override string Driver => "file";

    private protected override void AddOptions(JsonObject options) => Shape.AddOptions(options, this);
}
