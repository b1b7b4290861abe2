using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>A kernel that QEMU loads itself, without firmware finding it on a disk (<c>-kernel</c>).</summary>
public sealed record Kernel
{
    private const int LongestCommandLine = 2047;

    /// <summary>The kernel: a bzImage, Image or vmlinux on the host.</summary>
    public required string File { get; init; }

    /// <summary>The initial RAM disk.</summary>
    public string? Initrd { get; init; }

    /// <summary>The device tree, on boards that have one.</summary>
    public string? Dtb { get; init; }

    /// <summary>
    /// The arguments of the kernel, each an item: <c>["console=ttyS0", "quiet"]</c>. One with spaces is put in double
    /// quotes as Linux reads them; none can contain a double quote. 2047 bytes in all.
    /// </summary>
    public ValueList<string> Append { get; init; } = [];

    internal static RecordShape<Kernel> Shape { get; } = new(
        "kernel", "A kernel that QEMU loads itself.", () => new() { File = Text.InputFile.Blank },
        table => table
            .Required("file", x => x.File, (x, v) => x with { File = v }, Text.InputFile,
                "The kernel: a bzImage, Image or vmlinux on the host.")
            .Member("initrd", x => x.Initrd, (x, v) => x with { Initrd = v }, Text.InputFile, "The initial RAM disk.")
            .Member("dtb", x => x.Dtb, (x, v) => x with { Dtb = v }, Text.InputFile,
                "The device tree, on boards that have one.")
            .List("append", x => x.Append, (x, v) => x with { Append = v }, KernelArgument.Shape,
                "The arguments of the kernel, each an item. One with spaces is quoted as Linux reads it.")
            .Implied("file")
            .Rule("kernel-append-length", "The arguments of the kernel are 2047 bytes at most; Linux cuts off the rest.",
                (x, check) =>
                {
                    var length = System.Text.Encoding.UTF8.GetByteCount(KernelArgument.Join(x.Append));
                    if (length > LongestCommandLine)
                        check.Member("append").Problem(
                            $"Together they have {length} bytes; Linux reads {LongestCommandLine}.");
                }));

    internal void Write(CommandLineWriter line)
    {
        line.Plain("-kernel", File);
        line.Plain("-initrd", Initrd);
        line.Plain("-dtb", Dtb);
        line.Plain("-append", Append.Count == 0 ? null : KernelArgument.Join(Append));
    }
}
