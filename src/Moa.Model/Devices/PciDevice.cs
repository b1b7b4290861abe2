using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>A device on a PCI bus.</summary>
public abstract record PciDevice : Device
{
    /// <summary>
    /// The bus it is on, such as <c>pcie.0</c> or the id of a port. QEMU's default: the first that fits.
    /// </summary>
    public string? Bus { get; init; }

    /// <summary>Its slot and function on the bus. QEMU's default: the next free slot.</summary>
    public PciAddress? Addr { get; init; }

    /// <summary>True when other functions of its slot are in use. QEMU's default: false.</summary>
    public bool? Multifunction { get; init; }

    /// <summary>
    /// The option ROM: the name of one of QEMU's own or a path; empty for none. QEMU's default: by device.
    /// </summary>
    public string? Romfile { get; init; }

    internal virtual void CheckBus(SpecCheck check)
    {
        if (VirtioTransport.Of(check.Machine) != VirtioTransport.Pci)
            check.Problem($"The machine {check.Machine.EffectiveMachine.QemuName} has no PCI bus for this device.");
    }
}
