using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>
/// A virtio device. It is on PCI where the machine has PCI; on microvm's memory-mapped slots and s390x' channels the
/// members about PCI cannot be said.
/// </summary>
public abstract record VirtioDevice : PciDevice
{
    /// <summary>
    /// On to be a device of virtio 1.0 and later only. QEMU's default: auto, which is on behind PCI Express ports.
    /// </summary>
    public OnOffAuto? DisableLegacy { get; init; }

    /// <summary>True to be a device of before virtio 1.0 only. QEMU's default: false.</summary>
    public bool? DisableModern { get; init; }

    /// <summary>True to go through the platform's IOMMU. QEMU's default: false.</summary>
    public bool? IommuPlatform { get; init; }

    /// <summary>True to offer packed queues. QEMU's default: false.</summary>
    public bool? Packed { get; init; }

    /// <summary>True to offer address translation services. QEMU's default: false.</summary>
    public bool? Ats { get; init; }

    internal override void CheckBus(SpecCheck check)
    {
        if (VirtioTransport.Of(check.Machine) == VirtioTransport.Pci)
            return;
        string?[] said =
        [
            Bus is null ? null : "bus", Addr is null ? null : "addr", Multifunction is null ? null : "multifunction",
            Romfile is null ? null : "romfile", DisableLegacy is null ? null : "disable-legacy",
            DisableModern is null ? null : "disable-modern", Ats is null ? null : "ats",
        ];
        foreach (var name in said.OfType<string>())
            check.Member(name).Problem(
                $"The machine {check.Machine.EffectiveMachine.QemuName} has no PCI bus: leave this out.");
    }
}
