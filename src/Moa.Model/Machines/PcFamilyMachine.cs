namespace Moa.Model;

/// <summary>An IBM PC: what <see cref="Q35Machine"/> and <see cref="PcMachine"/> have in common.</summary>
public abstract record PcFamilyMachine : VersionedMachine
{
    /// <summary>ACPI tables. QEMU's default: auto, which is on.</summary>
    public OnOffAuto? Acpi { get; init; }

    /// <summary>System management mode. QEMU's default: auto, which is on where the accelerator can.</summary>
    public OnOffAuto? Smm { get; init; }

    /// <summary>The VMware I/O port. QEMU's default: auto.</summary>
    public OnOffAuto? Vmport { get; init; }

    /// <summary>The high precision event timer. QEMU's default: true.</summary>
    public bool? Hpet { get; init; }

    /// <summary>The i8254 timer. QEMU's default: auto, which is on.</summary>
    public OnOffAuto? Pit { get; init; }

    /// <summary>The i8259 interrupt controller. QEMU's default: auto, which is on.</summary>
    public OnOffAuto? Pic { get; init; }

    /// <summary>The keyboard controller. QEMU's default: true.</summary>
    public bool? I8042 { get; init; }

    /// <summary>The SATA controller of q35, or none. QEMU's default: true.</summary>
    public bool? Sata { get; init; }

    /// <summary>The SMBus controller. QEMU's default: true.</summary>
    public bool? Smbus { get; init; }

    /// <summary>A USB controller. QEMU's default: false.</summary>
    public bool? Usb { get; init; }

    /// <summary>The most memory below 4 GiB. QEMU's default: 3G or 2G, by the board.</summary>
    public ByteSize? MaxRamBelow4G { get; init; }

    internal override VirtioTransport Transport => VirtioTransport.Pci;

    internal override GuestArchitecture[] Architectures =>
        [GuestArchitecture.X64, GuestArchitecture.I386];
}
