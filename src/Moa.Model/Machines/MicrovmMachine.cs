using System.Text.Json.Nodes;
using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>A minimal x86 board without PCI, for guests that know virtio-mmio (hw/i386/microvm.c).</summary>
public sealed record MicrovmMachine : MachineType
{
    /// <summary>ACPI tables. Without them most kernels find no device. QEMU's default: auto, which is on.</summary>
    public OnOffAuto? Acpi { get; init; }

    /// <summary>PCI Express. QEMU's default: auto, which is off.</summary>
    public OnOffAuto? Pcie { get; init; }

    /// <summary>The i8259 interrupt controller. QEMU's default: auto.</summary>
    public OnOffAuto? Pic { get; init; }

    /// <summary>The i8254 timer. QEMU's default: auto.</summary>
    public OnOffAuto? Pit { get; init; }

    /// <summary>The real-time clock. QEMU's default: auto.</summary>
    public OnOffAuto? Rtc { get; init; }

    /// <summary>A second I/O interrupt controller. QEMU's default: auto.</summary>
    public OnOffAuto? Ioapic2 { get; init; }

    /// <summary>A USB controller. QEMU's default: false.</summary>
    public bool? Usb { get; init; }

    /// <summary>The serial port. QEMU's default: true.</summary>
    public bool? IsaSerial { get; init; }

    /// <summary>Adds the virtio devices to the kernel's command line. QEMU's default: true.</summary>
    public bool? AutoKernelCmdline { get; init; }

    internal static RecordShape<MicrovmMachine> Shape { get; } = new(
        "microvm", "A minimal x86 board with virtio-mmio instead of PCI.", () => new(),
        table => table
            .Member("acpi", x => x.Acpi, (x, v) => x with { Acpi = v }, Words.OnOffAuto,
                "ACPI tables. Without them most kernels find no device.", OnOffAuto.Auto)
            .Member("pcie", x => x.Pcie, (x, v) => x with { Pcie = v }, Words.OnOffAuto,
                "PCI Express; auto is off.", OnOffAuto.Auto)
            .Member("pic", x => x.Pic, (x, v) => x with { Pic = v }, Words.OnOffAuto,
                "The i8259 interrupt controller.", OnOffAuto.Auto)
            .Member("pit", x => x.Pit, (x, v) => x with { Pit = v }, Words.OnOffAuto,
                "The i8254 timer.", OnOffAuto.Auto)
            .Member("rtc", x => x.Rtc, (x, v) => x with { Rtc = v }, Words.OnOffAuto,
                "The real-time clock.", OnOffAuto.Auto)
            .Member("ioapic2", x => x.Ioapic2, (x, v) => x with { Ioapic2 = v }, Words.OnOffAuto,
                "A second I/O interrupt controller.", OnOffAuto.Auto)
            .Flag("usb", x => x.Usb, (x, v) => x with { Usb = v },
                "A USB controller.", false)
            .Flag("isa-serial", x => x.IsaSerial, (x, v) => x with { IsaSerial = v },
                "The serial port.", true)
            .Flag("auto-kernel-cmdline", x => x.AutoKernelCmdline, (x, v) => x with { AutoKernelCmdline = v },
                "Adds the virtio devices to the kernel's command line.", true)
            .BoardMembers());

    internal override string QemuName => "microvm";

    internal override VirtioTransport Transport => Pcie == OnOffAuto.On ? VirtioTransport.Pci : VirtioTransport.Mmio;

    internal override GuestArchitecture[] Architectures =>
        [GuestArchitecture.X64, GuestArchitecture.I386];

    internal override JsonObject Options() => Shape.Options(this);
}
