using Moa.Model.CommandLines;
using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>
/// The next serial port of the board: a 16550 on PCs (ttyS0), a PL011 on ARM's virt (ttyAMA0), a console on s390x
/// (QEMU's <c>-serial</c>).
/// </summary>
public sealed record Serial : Device
{
    /// <summary>Where its bytes go.</summary>
    public required Chardev Chardev { get; init; }

    internal static RecordShape<Serial> Shape { get; } = new(
        "serial", "The next serial port of the board.", () => new() { Chardev = new NullChardev() },
        table => table
            .Required("chardev", x => x.Chardev, (x, v) => x with { Chardev = v }, Chardevs.Shape,
                "Where its bytes go.")
            .AnyMembers());

    internal override void Write(CommandLineWriter line, Place place) =>
        line.Plain("-serial", "chardev:" + line.Chardev(Chardev, place.Member("chardev", ".chardev")));
}
