using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>The members that boards have in common.</summary>
internal static class MachineMembers
{
    private static readonly TextShape Version = new()
    {
        Grammar = new TextGrammar("^[0-9]+\\.[0-9]+(\\.[0-9]+)?$", "A version is two or three numbers: 7.2"),
    };

    private static readonly ByteSizeShape Below4G = new(ByteSize.FromMebibytes(1), ByteSize.FromGibibytes(4));

    /// <summary>Adds the members of <see cref="MachineType"/>.</summary>
    public static RecordShape<T> BoardMembers<T>(this RecordShape<T> shape)
        where T : MachineType => shape
        .Member("dump-guest-core", x => x.DumpGuestCore, (x, v) => (T)((MachineType)x with { DumpGuestCore = v }),
            FlagShape.Instance, "True to leave the guest's memory in core dumps of QEMU.", true)
        .Member("mem-merge", x => x.MemMerge, (x, v) => (T)((MachineType)x with { MemMerge = v }),
            FlagShape.Instance, "True to let the host merge equal pages of memory.", true);

    /// <summary>Adds the members of <see cref="VersionedMachine"/>.</summary>
    public static RecordShape<T> VersionMember<T>(this RecordShape<T> shape)
        where T : VersionedMachine => shape
        .Member("version", x => x.Version, (x, v) => (T)((VersionedMachine)x with { Version = v }), Version,
            "The version of QEMU whose board this is, such as 7.2; the newest when not said. A machine that is to be "
            + "saved or migrated must name one.", option: null);

    /// <summary>Adds the members of <see cref="PcFamilyMachine"/>.</summary>
    public static RecordShape<T> PcMembers<T>(this RecordShape<T> shape)
        where T : PcFamilyMachine => shape
        .VersionMember()
        .Member("acpi", x => x.Acpi, (x, v) => (T)((PcFamilyMachine)x with { Acpi = v }), Words.OnOffAuto,
            "ACPI tables; auto is on.", OnOffAuto.Auto)
        .Member("smm", x => x.Smm, (x, v) => (T)((PcFamilyMachine)x with { Smm = v }), Words.OnOffAuto,
            "System management mode; auto is on where the accelerator can.", OnOffAuto.Auto)
        .Member("vmport", x => x.Vmport, (x, v) => (T)((PcFamilyMachine)x with { Vmport = v }), Words.OnOffAuto,
            "The VMware I/O port.", OnOffAuto.Auto)
        .Member("hpet", x => x.Hpet, (x, v) => (T)((PcFamilyMachine)x with { Hpet = v }), FlagShape.Instance,
            "The high precision event timer.", true)
        .Member("pit", x => x.Pit, (x, v) => (T)((PcFamilyMachine)x with { Pit = v }), Words.OnOffAuto,
            "The i8254 timer; auto is on.", OnOffAuto.Auto)
        .Member("pic", x => x.Pic, (x, v) => (T)((PcFamilyMachine)x with { Pic = v }), Words.OnOffAuto,
            "The i8259 interrupt controller; auto is on.", OnOffAuto.Auto)
        .Member("i8042", x => x.I8042, (x, v) => (T)((PcFamilyMachine)x with { I8042 = v }), FlagShape.Instance,
            "The keyboard controller.", true)
        .Member("sata", x => x.Sata, (x, v) => (T)((PcFamilyMachine)x with { Sata = v }), FlagShape.Instance,
            "The SATA controller of q35.", true)
        .Member("smbus", x => x.Smbus, (x, v) => (T)((PcFamilyMachine)x with { Smbus = v }), FlagShape.Instance,
            "The SMBus controller.", true)
        .Member("usb", x => x.Usb, (x, v) => (T)((PcFamilyMachine)x with { Usb = v }), FlagShape.Instance,
            "A USB controller.", false)
        .Member("max-ram-below-4g", x => x.MaxRamBelow4G, (x, v) => (T)((PcFamilyMachine)x with { MaxRamBelow4G = v }),
            Below4G, "The most memory below 4 GiB, a size.")
        .BoardMembers();
}
