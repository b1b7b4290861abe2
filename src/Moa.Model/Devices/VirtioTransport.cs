namespace Moa.Model;

/// <summary>
/// How a machine carries its virtio devices. The guest's machine decides, never the host: microvm has a bus of
/// memory-mapped slots unless PCIe is on, s390x has channels, the others PCI.
/// </summary>
internal sealed record VirtioTransport(string Suffix)
{
    public static readonly VirtioTransport Pci = new("-pci");
    public static readonly VirtioTransport Mmio = new("-device");
    public static readonly VirtioTransport Ccw = new("-ccw");

    /// <summary>The transport of a machine.</summary>
    public static VirtioTransport Of(MachineSpec machine) => machine.EffectiveMachine.Transport;

    /// <summary>The driver of a device on this transport: <c>virtio-blk-pci</c>.</summary>
    public string Driver(string type) => type + Suffix;
}
