using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>Emulation: runs every guest on every host, slowly, and promises no isolation (accel/tcg).</summary>
public sealed record TcgAccelerator : Accelerator
{
    private const int MostMebibytes = 1 << 20;

    /// <summary>
    /// One host thread for all CPUs or one for each. QEMU's default: multi where guest and host allow.
    /// </summary>
    public TcgThread? Thread { get; init; }

    /// <summary>The size of the cache of translated code in MiB. QEMU's default: by the host's memory.</summary>
    public int? TbSizeMebibytes { get; init; }

    /// <summary>True to map translated code twice, never writable where executable. QEMU's default: false.</summary>
    public bool? SplitWx { get; init; }

    /// <summary>True to translate one instruction at a time; from QEMU 8.1. QEMU's default: false.</summary>
    public bool? OneInsnPerTb { get; init; }

    internal static RecordShape<TcgAccelerator> Shape { get; } = new(
        "tcg", "Emulation: every guest on every host, slowly and without isolation.", () => new(),
        table => table
            .Member("thread", x => x.Thread, (x, v) => x with { Thread = v },
                new WordShape<TcgThread>(new(TcgThread.Single, "single"), new(TcgThread.Multi, "multi")),
                "One host thread for all CPUs or one for each.")
            .Number("tb-size", x => x.TbSizeMebibytes, (x, v) => x with { TbSizeMebibytes = v }, 1, MostMebibytes,
                "The size of the cache of translated code in MiB.")
            .Flag("split-wx", x => x.SplitWx, (x, v) => x with { SplitWx = v },
                "True to map translated code twice, never writable where executable.", false)
            .Flag("one-insn-per-tb", x => x.OneInsnPerTb, (x, v) => x with { OneInsnPerTb = v },
                "True to translate one instruction at a time; from QEMU 8.1.", false));

    internal override void Write(CommandLineWriter line) => line.Keyval("-accel", "tcg", Shape.Options(this));
}
