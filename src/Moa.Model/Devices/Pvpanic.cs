using Moa.Model.CommandLines;
using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>Through this the guest reports that it panicked; on the ISA bus, x86 (hw/misc/pvpanic-isa.c).</summary>
public sealed record Pvpanic : Device
{
    /// <summary>What it offers to report, a sum: 1 panic, 2 loaded a crash kernel. QEMU's default: 3.</summary>
    public int? Events { get; init; }

    /// <summary>Its I/O port. QEMU's default: 1285 (0x505).</summary>
    public int? Ioport { get; init; }

    internal static RecordShape<Pvpanic> Shape { get; } = new(
        "pvpanic", "Through this the guest reports that it panicked; on the ISA bus, x86.", () => new(),
        table => table
            .Number("events", x => x.Events, (x, v) => x with { Events = v }, 0, 3,
                "What it offers to report, a sum: 1 panic, 2 loaded a crash kernel.", 3)
            .Number("ioport", x => x.Ioport, (x, v) => x with { Ioport = v }, 0, 0xFFFF,
                "Its I/O port.", 0x505)
            .AnyMembers()
            .OnIsa());

    internal override void Write(CommandLineWriter line, Place place) => line.Device("pvpanic", place, Shape.Options(this));
}
