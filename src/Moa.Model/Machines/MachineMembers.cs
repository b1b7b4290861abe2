using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>The members that boards have in common.</summary>
internal static class MachineMembers
{
    private static readonly TextShape Version = new()
    {
        Grammar = new TextGrammar(
            "^[0-9]+\\.[0-9]+(\\.[0-9]+)?$", "A version is two or three numbers: 7.2",
            text => text.Split('.') is { Length: 2 or 3 } parts
                && Array.TrueForAll(parts, part => part.Length > 0 && part.All(char.IsAsciiDigit))),
    };

    private static readonly ByteSizeShape Below4G = new(ByteSize.FromMebibytes(1), ByteSize.FromGibibytes(4));

    /// <summary>Adds the members of <see cref="MachineType"/>.</summary>
    public static MemberTable<T> BoardMembers<T>(this MemberTable<T> table)
        where T : MachineType => table
        .Flag("dump-guest-core", x => x.DumpGuestCore, (x, v) => (T)((MachineType)x with { DumpGuestCore = v }),
                "True to leave the guest's memory in core dumps of QEMU.", true)
        .Flag("mem-merge", x => x.MemMerge, (x, v) => (T)((MachineType)x with { MemMerge = v }),
                "True to let the host merge equal pages of memory.", true);

    /// <summary>Adds the members of <see cref="VersionedMachine"/>.</summary>
    public static MemberTable<T> VersionMember<T>(this MemberTable<T> table)
        where T : VersionedMachine => table
        .Member("version", x => x.Version, (x, v) => (T)((VersionedMachine)x with { Version = v }), Version,
            "The version of QEMU whose board this is, such as 7.2; the newest when not said. A machine that is to be "
            + "saved or migrated must name one.", option: null);

    /// <summary>Adds the members of <see cref="PcFamilyMachine"/>.</summary>
    public static MemberTable<T> PcMembers<T>(this MemberTable<T> table)
        where T : PcFamilyMachine => table
        .VersionMember()
        .Member("acpi", x => x.Acpi, (x, v) => (T)((PcFamilyMachine)x with { Acpi = v }), Words.OnOffAuto,
            "ACPI tables; auto is on.", OnOffAuto.Auto)
        .Member("smm", x => x.Smm, (x, v) => (T)((PcFamilyMachine)x with { Smm = v }), Words.OnOffAuto,
            "System management mode; auto is on where the accelerator can.", OnOffAuto.Auto)
        .Member("vmport", x => x.Vmport, (x, v) => (T)((PcFamilyMachine)x with { Vmport = v }), Words.OnOffAuto,
            "The VMware I/O port.", OnOffAuto.Auto)
        .Flag("hpet", x => x.Hpet, (x, v) => (T)((PcFamilyMachine)x with { Hpet = v }),
                "The high precision event timer.", true)
        .Member("pit", x => x.Pit, (x, v) => (T)((PcFamilyMachine)x with { Pit = v }), Words.OnOffAuto,
            "The i8254 timer; auto is on.", OnOffAuto.Auto)
        .Member("pic", x => x.Pic, (x, v) => (T)((PcFamilyMachine)x with { Pic = v }), Words.OnOffAuto,
            "The i8259 interrupt controller; auto is on.", OnOffAuto.Auto)
        .Flag("i8042", x => x.I8042, (x, v) => (T)((PcFamilyMachine)x with { I8042 = v }),
                "The keyboard controller.", true)
        .Flag("sata", x => x.Sata, (x, v) => (T)((PcFamilyMachine)x with { Sata = v }),
                "The SATA controller of q35.", true)
        .Flag("smbus", x => x.Smbus, (x, v) => (T)((PcFamilyMachine)x with { Smbus = v }),
                "The SMBus controller.", true)
        .Flag("usb", x => x.Usb, (x, v) => (T)((PcFamilyMachine)x with { Usb = v }),
                "A USB controller.", false)
        .Member("max-ram-below-4g", x => x.MaxRamBelow4G, (x, v) => (T)((PcFamilyMachine)x with { MaxRamBelow4G = v }),
            Below4G, "The most memory below 4 GiB, a size.")
        .BoardMembers();
}
