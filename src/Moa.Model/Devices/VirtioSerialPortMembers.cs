using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>The members that virtio-serial ports have in common.</summary>
internal static class VirtioSerialPortMembers
{
    /// <summary>
    /// The name that the guest sees; the device's configuration space sets no limit, sysfs wants it short.
    /// </summary>
    public static readonly TextShape Name = new() { MaxBytes = 255 };

    /// <summary>Adds the members of <see cref="VirtioSerialPort"/>.</summary>
    public static MemberTable<T> PortMembers<T>(this MemberTable<T> table, int leastNr)
        where T : VirtioSerialPort => table
        .Required("chardev", x => x.Chardev, (x, v) => (T)((VirtioSerialPort)x with { Chardev = v }), Chardevs.Shape,
            "Where its bytes go.", option: null)
        .Number("nr", x => x.Nr, (x, v) => (T)((VirtioSerialPort)x with { Nr = v }), leastNr, 30,
                "The number of the port on its controller; the next free one when not said.")
        .Member("id", x => x.Id, (x, v) => (T)((VirtioSerialPort)x with { Id = v }), Text.Id,
            "Its id in QEMU; when not said, the controller's, and '.port0', '.port1' and so on.", option: null);
}
