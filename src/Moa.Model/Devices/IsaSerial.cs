using Moa.Model.CommandLines;
using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>
/// A 16550 serial port at a place of its own; x86 (hw/char/serial-isa.c). <see cref="Serial"/> is the simple way.
/// </summary>
public sealed record IsaSerial : Device
{
    /// <summary>Where its bytes go.</summary>
    public required Chardev Chardev { get; init; }

    /// <summary>Which of the four usual ports it is, 0 to 3: ttyS0 to ttyS3. QEMU's default: the next one.</summary>
    public int? Index { get; init; }

    /// <summary>Its I/O port. QEMU's default: by index.</summary>
    public int? Iobase { get; init; }

    /// <summary>Its interrupt, 0 to 15. QEMU's default: by index.</summary>
    public int? Irq { get; init; }

    internal static RecordShape<IsaSerial> Shape { get; } = new(
        "isa-serial", "A 16550 serial port at a place of its own; x86.", () => new() { Chardev = new NullChardev() },
        table => table
            .Required("chardev", x => x.Chardev, (x, v) => x with { Chardev = v }, Chardevs.Shape,
                "Where its bytes go.", option: null)
            .Number("index", x => x.Index, (x, v) => x with { Index = v }, 0, 3,
                "Which of the four usual ports it is: ttyS0 to ttyS3; the next one when not said.")
            .Number("iobase", x => x.Iobase, (x, v) => x with { Iobase = v }, 0, 0xFFF8,
                "Its I/O port; by index when not said.")
            .Number("irq", x => x.Irq, (x, v) => x with { Irq = v }, 0, 15,
                "Its interrupt; by index when not said.")
            .AnyMembers()
            .OnIsa());

    internal override void Write(CommandLineWriter line, Place place)
    {
        var properties = Shape.Options(this);
        properties.Insert(0, "chardev", line.Chardev(Chardev, place.Member("chardev", ".chardev")));
        line.Device("isa-serial", place, properties);
    }
}
