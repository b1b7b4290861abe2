using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>The members that devices have in common.</summary>
internal static class DeviceMembers
{
    /// <summary>Adds the members of <see cref="Device"/>.</summary>
    public static RecordShape<T> AnyMembers<T>(this RecordShape<T> shape)
        where T : Device => shape
        .Member("id", x => x.Id, (x, v) => (T)((Device)x with { Id = v }), Text.Id,
            "Its id in QEMU; when not said, the type and a number: virtio-blk0.", option: null);

    /// <summary>Adds the rule of devices on an ISA bus.</summary>
    public static RecordShape<T> OnIsa<T>(this RecordShape<T> shape)
        where T : Device => shape
        .Rule("isa-bus", "Only x86 has ISA devices.", (_, check) =>
        {
            if (!check.Machine.EffectiveArch.IsX86)
                check.Problem($"A machine of {check.Machine.EffectiveArch.QemuName} has no ISA bus for this device.", "isa-bus");
        });

    /// <summary>Adds the members of <see cref="PciDevice"/>.</summary>
    public static RecordShape<T> PciMembers<T>(this RecordShape<T> shape)
        where T : PciDevice => shape
        .Member("bus", x => x.Bus, (x, v) => (T)((PciDevice)x with { Bus = v }), Text.Id,
            "The bus it is on, such as pcie.0; the first that fits when not said.")
        .Member("addr", x => x.Addr, (x, v) => (T)((PciDevice)x with { Addr = v }), PciAddress.Shape,
            "Its slot and function on the bus, hexadecimal, such as 05.0; the next free slot when not said.")
        .Member("multifunction", x => x.Multifunction, (x, v) => (T)((PciDevice)x with { Multifunction = v }), FlagShape.Instance,
            "True when other functions of its slot are in use.", false)
        .Member("romfile", x => x.Romfile, (x, v) => (T)((PciDevice)x with { Romfile = v }),
            new TextShape { MayBeEmpty = true }, "The option ROM: the name of one of QEMU's own or a path; '' for none.")
        .AnyMembers()
        .Rule("pci-bus", "Only a machine with PCI has PCI devices and PCI addresses.", (x, check) => x.CheckBus(check));

    /// <summary>Adds the members of <see cref="VirtioDevice"/>.</summary>
    public static RecordShape<T> VirtioMembers<T>(this RecordShape<T> shape)
        where T : VirtioDevice => shape
        .Member("disable-legacy", x => x.DisableLegacy, (x, v) => (T)((VirtioDevice)x with { DisableLegacy = v }), Words.OnOffAuto,
            "On to be a device of virtio 1.0 and later only; auto is on behind PCI Express ports. PCI only.", OnOffAuto.Auto)
        .Member("disable-modern", x => x.DisableModern, (x, v) => (T)((VirtioDevice)x with { DisableModern = v }), FlagShape.Instance,
            "True to be a device of before virtio 1.0 only. PCI only.", false)
        .Member("iommu-platform", x => x.IommuPlatform, (x, v) => (T)((VirtioDevice)x with { IommuPlatform = v }), FlagShape.Instance,
            "True to go through the platform's IOMMU.", false, option: "iommu_platform")
        .Member("packed", x => x.Packed, (x, v) => (T)((VirtioDevice)x with { Packed = v }), FlagShape.Instance,
            "True to offer packed queues.", false)
        .Member("ats", x => x.Ats, (x, v) => (T)((VirtioDevice)x with { Ats = v }), FlagShape.Instance,
            "True to offer address translation services. PCI only.", false)
        .PciMembers()
        .Rule("virtio-versions", "A virtio device is legacy, modern or both.", (x, check) =>
        {
            if (x is { DisableLegacy: OnOffAuto.On, DisableModern: true })
                check.Member("disable-modern").Problem("With disable-legacy on as well, nothing is left.", "virtio-versions");
        });
}
