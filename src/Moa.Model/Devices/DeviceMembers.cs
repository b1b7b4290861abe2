using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>The members that devices have in common.</summary>
internal static class DeviceMembers
{
    /// <summary>Adds the members of <see cref="Device"/>.</summary>
    public static MemberTable<T> AnyMembers<T>(this MemberTable<T> table)
        where T : Device => table
        .Member("id", x => x.Id, (x, v) => (T)((Device)x with { Id = v }), Text.Id,
            "Its id in QEMU; when not said, the type and a number: virtio-blk0.", option: null);

    /// <summary>Adds the rule of devices on an ISA bus.</summary>
    public static MemberTable<T> OnIsa<T>(this MemberTable<T> table)
        where T : Device => table
        .Rule("isa-bus", "Only x86 has ISA devices.", (_, check) =>
        {
            if (!check.Machine.EffectiveArch.IsX86)
                check.Problem($"A machine of {check.Machine.EffectiveArch.QemuName} has no ISA bus for this device.");
        });

    /// <summary>Adds the members of <see cref="PciDevice"/>.</summary>
    public static MemberTable<T> PciMembers<T>(this MemberTable<T> table)
        where T : PciDevice => table
        .Member("bus", x => x.Bus, (x, v) => (T)((PciDevice)x with { Bus = v }), Text.Id,
            "The bus it is on, such as pcie.0; the first that fits when not said.")
        .Member("addr", x => x.Addr, (x, v) => (T)((PciDevice)x with { Addr = v }), PciAddress.Shape,
            "Its slot and function on the bus, hexadecimal, such as 05.0; the next free slot when not said.")
        .Flag("multifunction", x => x.Multifunction, (x, v) => (T)((PciDevice)x with { Multifunction = v }),
                "True when other functions of its slot are in use.", false)
        .Member("romfile", x => x.Romfile, (x, v) => (T)((PciDevice)x with { Romfile = v }),
            new TextShape { MayBeEmpty = true, File = HostFile.InputOrQemus },
            "The option ROM: the name of one of QEMU's own or a path; '' for none.")
        .AnyMembers()
        .Rule("pci-bus", "Only a machine with PCI has PCI devices and PCI addresses.", (x, check) => x.CheckBus(check));

    /// <summary>Adds the members of <see cref="VirtioDevice"/>.</summary>
    public static MemberTable<T> VirtioMembers<T>(this MemberTable<T> table)
        where T : VirtioDevice => table
        .Member("disable-legacy", x => x.DisableLegacy, (x, v) => (T)((VirtioDevice)x with { DisableLegacy = v }),
            Words.OnOffAuto,
            "On to be a device of virtio 1.0 and later only; auto is on behind PCI Express ports. PCI only.",
            OnOffAuto.Auto)
        .Flag("disable-modern", x => x.DisableModern, (x, v) => (T)((VirtioDevice)x with { DisableModern = v }),
                "True to be a device of before virtio 1.0 only. PCI only.", false)
        .Flag("iommu-platform", x => x.IommuPlatform, (x, v) => (T)((VirtioDevice)x with { IommuPlatform = v }),
                "True to go through the platform's IOMMU.", false, option: "iommu_platform")
        .Flag("packed", x => x.Packed, (x, v) => (T)((VirtioDevice)x with { Packed = v }),
                "True to offer packed queues.", false)
        .Flag("ats", x => x.Ats, (x, v) => (T)((VirtioDevice)x with { Ats = v }),
                "True to offer address translation services. PCI only.", false)
        .PciMembers()
        .Rule("virtio-versions", "A virtio device is legacy, modern or both.", (x, check) =>
        {
            if (x is { DisableLegacy: OnOffAuto.On, DisableModern: true })
                check.Member("disable-modern").Problem("With disable-legacy on as well, nothing is left.");
        });
}
