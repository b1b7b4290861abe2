using System.Numerics;
using Moa.Model.CommandLines;
using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>A network device (hw/net/virtio-net.c).</summary>
public sealed record VirtioNet : VirtioDevice
{
    /// <summary>What it is connected to.</summary>
    public required Netdev Netdev { get; init; }

    /// <summary>
    /// Its address. QEMU's default: 52:54:00:12:34:56, the last byte one more for each further device.
    /// </summary>
    public MacAddress? Mac { get; init; }

    /// <summary>Its place in the order in which firmware tries to boot, 0 first; unique in the machine.</summary>
    public int? Bootindex { get; init; }

    /// <summary>
    /// The largest packet that the guest is told to send, 68 to 65535. QEMU's default: nothing is told.
    /// </summary>
    public int? HostMtu { get; init; }

    /// <summary>Entries of a receive queue, a power of two, 256 to 1024. QEMU's default: 256.</summary>
    public int? RxQueueSize { get; init; }

    /// <summary>The speed that the guest is told, in Mbit/s. QEMU's default: unknown.</summary>
    public int? Speed { get; init; }

    internal static RecordShape<VirtioNet> Shape { get; } = new(
        "virtio-net", "A network device.", () => new() { Netdev = new UserNetdev() },
        table => table
            .Required("netdev", x => x.Netdev, (x, v) => x with { Netdev = v }, Netdevs.Shape,
                "What it is connected to.", option: null)
            .Member("mac", x => x.Mac, (x, v) => x with { Mac = v }, MacAddress.Shape,
                "Its address; 52:54:00:12:34:56 and up when not said.")
            .Number("bootindex", x => x.Bootindex, (x, v) => x with { Bootindex = v }, 0, int.MaxValue,
                "Its place in the order in which firmware tries to boot, 0 first; unique in the machine.")
            .Number("host-mtu", x => x.HostMtu, (x, v) => x with { HostMtu = v }, 68, 65535,
                "The largest packet that the guest is told to send.", option: "host_mtu")
            .Number("rx-queue-size", x => x.RxQueueSize, (x, v) => x with { RxQueueSize = v }, 256, 1024,
                "Entries of a receive queue, a power of two.", 256, "rx_queue_size")
            .Number("speed", x => x.Speed, (x, v) => x with { Speed = v }, 0, int.MaxValue,
                "The speed that the guest is told, in Mbit/s.")
            .VirtioMembers()
            .Rule("queue-size", "The size of a queue is a power of two.", (x, check) =>
            {
                if (x.RxQueueSize is { } size && !BitOperations.IsPow2(size))
                    check.Member("rx-queue-size").Problem($"{size} is no power of two.");
            }));

    internal override int? BootOrder => Bootindex;

    internal override void Write(CommandLineWriter line, Place place)
    {
        var properties = Shape.Options(this);
        properties.Insert(0, "netdev", line.Netdev(Netdev, place.Member("netdev", ".netdev")));
        line.VirtioDevice("virtio-net", place, properties);
    }
}
