using Moa.Model.CommandLines;
using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>Through this the guest reports that it panicked; on PCI (hw/misc/pvpanic-pci.c).</summary>
public sealed record PvpanicPci : PciDevice
{
    /// <summary>What it offers to report, a sum: 1 panic, 2 loaded a crash kernel. QEMU's default: 3.</summary>
    public int? Events { get; init; }

    internal static RecordShape<PvpanicPci> Shape { get; } = new(
        "pvpanic-pci", "Through this the guest reports that it panicked; on PCI.", () => new(),
        table => table
            .Number("events", x => x.Events, (x, v) => x with { Events = v }, 0, 3,
                "What it offers to report, a sum: 1 panic, 2 loaded a crash kernel.", 3)
            .PciMembers());

    internal override void Write(CommandLineWriter line, Place place) => line.Device("pvpanic-pci", place, Shape.Options(this));
}
