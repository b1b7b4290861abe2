using Moa.Model.Shapes;

namespace Moa.Model;

public sealed partial record MachineSpec
{
    internal static RecordShape<MachineSpec> Shape { get; } =
        new RecordShape<MachineSpec>("machine spec", "A machine as it is asked for.", () => new())
            .Member("name", x => x.Name, (x, v) => x with { Name = v }, new TextShape { MaxBytes = 255 },
                "The name, shown in window titles and process lists.")
            .Member("uuid", x => x.Uuid, (x, v) => x with { Uuid = v }, Parsed.Uuid,
                "The machine's UUID, which the guest finds in SMBIOS.")
            .Member("arch", x => x.Arch, (x, v) => x with { Arch = v }, GuestArchitectures.Shape,
                "The guest's architecture; when not said, the machine's, and where that leaves a choice, the host's.")
            .Member("machine", x => x.Machine, (x, v) => x with { Machine = v }, MachineTypes.Shape,
                "The board; when not said, q35 on x86, s390-ccw-virtio on s390x, virt elsewhere.")
            .Member("accelerator", x => x.Accelerator, (x, v) => x with { Accelerator = v }, Accelerators.Shape,
                "What executes the guest's instructions.", new TcgAccelerator())
            .Member("memory", x => x.Memory, (x, v) => x with { Memory = v }, Memory.Shape, "The memory.",
                new Memory { Size = ByteSize.FromMebibytes(128) })
            .Member("kernel", x => x.Kernel, (x, v) => x with { Kernel = v }, Kernel.Shape,
                "A kernel that QEMU loads itself.")
            .List("devices", x => x.Devices, (x, v) => x with { Devices = v }, Model.Devices.Shape,
                "The devices, in the order in which QEMU makes them.")
            .List("monitors", x => x.Monitors, (x, v) => x with { Monitors = v }, QmpMonitor.Shape,
                "Where programs control the machine.")
            .Member("start-paused", x => x.StartPaused, (x, v) => x with { StartPaused = v }, FlagShape.Instance,
                "True to start with the CPUs stopped.", false)
            .List("extra-arguments", x => x.ExtraArguments, (x, v) => x with { ExtraArguments = v },
                new TextShape { MaxBytes = 100_000, MayBeEmpty = true },
                "Arguments that are added at the end as they are. Nothing checks them.")
            .Rule("machine-arch", "The architecture has the board.", (x, check) =>
            {
                if (x.Machine is { } machine && !machine.Architectures.Contains(x.EffectiveArch))
                    check.Member("machine").Problem(
                        $"There is no machine {machine.QemuName} for {x.EffectiveArch.QemuName}; it is a board of "
                        + $"{string.Join(", ", machine.Architectures.Select(arch => arch.QemuName))}.",
                        "machine-arch");
            });
}
