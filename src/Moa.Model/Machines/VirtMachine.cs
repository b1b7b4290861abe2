using System.Text.Json.Nodes;
using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>The board without a physical model, of ARM and RISC-V (hw/arm/virt.c, hw/riscv/virt.c).</summary>
public sealed record VirtMachine : VersionedMachine
{
    /// <summary>ACPI tables. QEMU's default: auto.</summary>
    public OnOffAuto? Acpi { get; init; }

    /// <summary>ARM: the interrupt controller: 2, 3, 4, host or max. QEMU's default: 2.</summary>
    public string? GicVersion { get; init; }

    /// <summary>ARM: the interrupt translation service. QEMU's default: true.</summary>
    public bool? Its { get; init; }

    /// <summary>ARM: memory and devices beyond 4 GiB. QEMU's default: true.</summary>
    public bool? Highmem { get; init; }

    /// <summary>ARM: the security extensions (EL3). QEMU's default: false.</summary>
    public bool? Secure { get; init; }

    /// <summary>ARM: the virtualization extensions (EL2). QEMU's default: false.</summary>
    public bool? Virtualization { get; init; }

    /// <summary>ARM: the memory tagging extension. QEMU's default: false.</summary>
    public bool? Mte { get; init; }

    /// <summary>RISC-V: the ACLINT interrupt controller instead of the CLINT. QEMU's default: false.</summary>
    public bool? Aclint { get; init; }

    /// <summary>
    /// RISC-V: the advanced interrupt architecture: none, aplic or aplic-imsic. QEMU's default: none.
    /// </summary>
    public string? Aia { get; init; }

    internal static RecordShape<VirtMachine> Shape { get; } = new(
        "virt", "The board without a physical model, of ARM and RISC-V.", () => new(),
        table => table
            .VersionMember()
            .Member("acpi", x => x.Acpi, (x, v) => x with { Acpi = v }, Words.OnOffAuto, "ACPI tables.", OnOffAuto.Auto)
            .Member("gic-version", x => x.GicVersion, (x, v) => x with { GicVersion = v },
                new TextShape { Grammar = TextGrammar.OneOf("2", "3", "4", "host", "max") },
                "ARM: the interrupt controller: 2, 3, 4, host or max.", "2")
            .Flag("its", x => x.Its, (x, v) => x with { Its = v },
                "ARM: the interrupt translation service.", true)
            .Flag("highmem", x => x.Highmem, (x, v) => x with { Highmem = v },
                "ARM: memory and devices beyond 4 GiB.", true)
            .Flag("secure", x => x.Secure, (x, v) => x with { Secure = v },
                "ARM: the security extensions (EL3).", false)
            .Flag("virtualization", x => x.Virtualization, (x, v) => x with { Virtualization = v },
                "ARM: the virtualization extensions (EL2).", false)
            .Flag("mte", x => x.Mte, (x, v) => x with { Mte = v },
                "ARM: the memory tagging extension.", false)
            .Flag("aclint", x => x.Aclint, (x, v) => x with { Aclint = v },
                "RISC-V: the ACLINT interrupt controller instead of the CLINT.", false)
            .Member("aia", x => x.Aia, (x, v) => x with { Aia = v },
                new TextShape { Grammar = TextGrammar.OneOf("none", "aplic", "aplic-imsic") },
                "RISC-V: the advanced interrupt architecture: none, aplic or aplic-imsic.", "none")
            .BoardMembers()
            .Rule("virt-options", "Options of ARM's virt board are not options of RISC-V's, nor the other way round.",
                CheckArchitecture));

    private protected override string NewestName => "virt";

    internal override VirtioTransport Transport => VirtioTransport.Pci;

    internal override GuestArchitecture[] Architectures =>
        [GuestArchitecture.Aarch64, GuestArchitecture.Arm, GuestArchitecture.Riscv64];

    internal override JsonObject Options() => Shape.Options(this);

    private static void CheckArchitecture(VirtMachine machine, SpecCheck check)
    {
        var isRiscv = check.Machine.EffectiveArch == GuestArchitecture.Riscv64;
        var foreign = isRiscv
            ? machine.GicVersion is not null || machine.Its is not null || machine.Highmem is not null
                || machine.Secure is not null || machine.Virtualization is not null || machine.Mte is not null
            : machine.Aclint is not null || machine.Aia is not null;
        if (!foreign)
            return;
        check.Problem(
            isRiscv
                ? "The virt board of riscv64 has no gic-version, its, highmem, secure, virtualization or mte."
                : "Only the virt board of riscv64 has aclint and aia.");
    }
}
