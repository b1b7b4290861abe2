using Moa.Model.Shapes;

namespace Moa.Model;

public sealed partial record MachineSpec
{
    internal static RecordShape<MachineSpec> Shape { get; } = new(
        "spec", "A machine as it is asked for.", () => new(),
        table => table
            .Member("name", x => x.Name, (x, v) => x with { Name = v }, new TextShape { MaxBytes = 255 },
                "The name, shown in window titles and process lists.")
            .Uuid("uuid", x => x.Uuid, (x, v) => x with { Uuid = v },
                "The machine's UUID, which the guest finds in SMBIOS.")
            .Member("arch", x => x.Arch, (x, v) => x with { Arch = v }, GuestArchitectures.Shape,
                "The guest's architecture; when not said, the machine's, and where that leaves a choice, the host's.")
            .Member("machine", x => x.Machine, (x, v) => x with { Machine = v }, MachineTypes.Shape,
                "The board; when not said, q35 on x86, s390-ccw-virtio on s390x, virt elsewhere.")
            .Member("accel", x => x.Accelerator, (x, v) => x with { Accelerator = v }, Accelerators.Shape,
                "What executes the guest's instructions.", new TcgAccelerator())
            .Member("cpu", x => x.Cpu, (x, v) => x with { Cpu = v }, Cpu.Shape,
                "The model of CPU that the guest sees; by board when not said, qemu64 on x86.")
            .Member("smp", x => x.Smp, (x, v) => x with { Smp = v }, Smp.Shape,
                "How many CPUs and how they are arranged.", new Smp { Cpus = 1 })
            .Member("memory", x => x.Memory, (x, v) => x with { Memory = v }, Memory.Shape, "The memory.",
                new Memory { Size = ByteSize.FromMebibytes(128) })
            .Member("kernel", x => x.Kernel, (x, v) => x with { Kernel = v }, Kernel.Shape,
                "A kernel that QEMU loads itself.")
            .Member("firmware", x => x.Firmware, (x, v) => x with { Firmware = v }, Firmwares.Shape,
                "What the machine runs first; when not said, QEMU's choice, SeaBIOS on x86.")
            .Member("boot", x => x.Boot, (x, v) => x with { Boot = v }, Boot.Shape,
                "How firmware looks for what to boot.")
            .Member("rtc", x => x.Rtc, (x, v) => x with { Rtc = v }, Rtc.Shape, "The real-time clock.")
            .List("smbios", x => x.Smbios, (x, v) => x with { Smbios = v }, SmbiosTables.Shape,
                "What the machine says about itself; x86 and ARM, each table once.")
            .List("fw-cfg", x => x.FwCfg, (x, v) => x with { FwCfg = v }, FwCfgs.Shape,
                "Files for the guest's firmware and programs, each name once.")
            .List("devices", x => x.Devices, (x, v) => x with { Devices = v }, Model.Devices.Shape,
                "The devices, in the order in which QEMU makes them.")
            .List("monitors", x => x.Monitors, (x, v) => x with { Monitors = v }, QmpMonitor.Shape,
                "Where programs control the machine.")
            .Member("actions", x => x.Actions, (x, v) => x with { Actions = v }, Actions.Shape,
                "What QEMU does when the guest reboots, powers off or panics.")
            .Flag("defaults", x => x.Defaults, (x, v) => x with { Defaults = v },
                "True to have the devices that QEMU adds by itself.", false)
            .Flag("user-config", x => x.UserConfig, (x, v) => x with { UserConfig = v },
                "True to read QEMU's own configuration files.", false)
            .Flag("start-paused", x => x.StartPaused, (x, v) => x with { StartPaused = v },
                "True to start with the CPUs stopped.", false)
            .List("extra-arguments", x => x.ExtraArguments, (x, v) => x with { ExtraArguments = v },
                new TextShape { MaxBytes = 100_000, MayBeEmpty = true },
                "Arguments that are added at the end as they are. Nothing checks them.")
            .Rule("machine-arch", "The architecture has the board.", CheckArchitecture)
            .Rule("smbios-once", "Each SMBIOS table is said once, on x86 or ARM.", CheckSmbios)
            .Rule("fw-cfg-once", "Each name of a fw_cfg file is said once.", (x, check) =>
                CheckOnce(x.FwCfg.Select(file => file.Name), check.Member("fw-cfg"), "has the same name"))
            .Rule("bootindex-once", "No two devices have the same bootindex.", (x, check) =>
                CheckOnce(
                    x.Devices.Select(device => (object?)device.BootOrder), check.Member("devices"), "has the same bootindex"))
            .Rule("vmgenid-once", "A machine has one vmgenid.", (x, check) =>
                CheckOnce(x.Devices.Select(device => device is Vmgenid ? "" : null), check.Member("devices"), "is one already")));

    private static void CheckArchitecture(MachineSpec spec, SpecCheck check)
    {
        if (spec.Machine is { } machine && !machine.IsOf(spec.EffectiveArch))
            check.Member("machine").Problem(
                $"There is no machine {machine.QemuName} for {spec.EffectiveArch.QemuName}; it is a board of "
                + $"{string.Join(", ", machine.Architectures.Select(arch => arch.QemuName))}.");
    }

    private static void CheckSmbios(MachineSpec spec, SpecCheck check)
    {
        if (spec.Smbios.Count > 0 && spec.EffectiveArch is GuestArchitecture.S390x)
            check.Member("smbios").Problem($"A machine of {spec.EffectiveArch.QemuName} has no SMBIOS.");
        CheckOnce(spec.Smbios.Select(table => table.GetType()), check.Member("smbios"), "is the same table");
    }

    private static void CheckOnce(IEnumerable<object?> values, SpecCheck check, string sentence)
    {
        var seen = new Dictionary<object, int>();
        var index = -1;
        foreach (var value in values)
        {
            index++;
            if (value is not null && !seen.TryAdd(value, index))
                check.Item(index).Problem($"{check.Path}[{seen[value]}] {sentence}.");
        }
    }
}
