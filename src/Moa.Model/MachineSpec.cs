namespace Moa.Model;

/// <summary>
/// A machine as it is asked for. Null means "not said": QEMU's default holds. A spec is data: making one starts nothing,
/// and two specs that say the same are equal.
/// </summary>
public sealed partial record MachineSpec
{
    /// <summary>The name, shown in window titles and process lists (<c>-name</c>); at most 255 bytes.</summary>
    public string? Name { get; init; }

    /// <summary>The machine's UUID, which the guest finds in SMBIOS (<c>-uuid</c>).</summary>
    public Guid? Uuid { get; init; }

    /// <summary>
    /// The guest's architecture. Default: that of the machine, and where it leaves a choice, the host's.
    /// </summary>
    public GuestArchitecture? Arch { get; init; }

    /// <summary>The board (<c>-machine</c>). Default: q35 on x86, s390-ccw-virtio on s390x, virt elsewhere.</summary>
    public MachineType? Machine { get; init; }

    /// <summary>What executes the guest's instructions (<c>-accel</c>). QEMU's default: tcg.</summary>
    public Accelerator? Accelerator { get; init; }

    /// <summary>The model of CPU that the guest sees (<c>-cpu</c>). QEMU's default: by board, qemu64 on x86.</summary>
    public Cpu? Cpu { get; init; }

    /// <summary>How many CPUs and how they are arranged (<c>-smp</c>). QEMU's default: one.</summary>
    public Smp? Smp { get; init; }

    /// <summary>The memory (<c>-m</c>). QEMU's default: 128M.</summary>
    public Memory? Memory { get; init; }

    /// <summary>A kernel that QEMU loads itself (<c>-kernel</c>).</summary>
    public Kernel? Kernel { get; init; }

    /// <summary>What the machine runs first. QEMU's default: SeaBIOS on x86.</summary>
    public Firmware? Firmware { get; init; }

    /// <summary>How firmware looks for what to boot (<c>-boot</c>).</summary>
    public Boot? Boot { get; init; }

    /// <summary>The real-time clock (<c>-rtc</c>).</summary>
    public Rtc? Rtc { get; init; }

    /// <summary>What the machine says about itself (<c>-smbios</c>); x86 and ARM, each table once.</summary>
    public ValueList<SmbiosTable> Smbios { get; init; } = [];

    /// <summary>Files for the guest's firmware and programs (<c>-fw_cfg</c>), each name once.</summary>
    public ValueList<FwCfg> FwCfg { get; init; } = [];

    /// <summary>The devices, in the order in which QEMU makes them.</summary>
    public ValueList<Device> Devices { get; init; } = [];

    /// <summary>Where programs control the machine (<c>-mon</c>).</summary>
    public ValueList<QmpMonitor> Monitors { get; init; } = [];

    /// <summary>What QEMU does when the guest reboots, powers off or panics (<c>-action</c>).</summary>
    public Actions? Actions { get; init; }

    /// <summary>True to have the devices that QEMU adds by itself; false and null: <c>-nodefaults</c>.</summary>
    public bool? Defaults { get; init; }

    /// <summary>True to read QEMU's own configuration files; false and null: <c>-no-user-config</c>.</summary>
    public bool? UserConfig { get; init; }

    /// <summary>True to start with the CPUs stopped (<c>-S</c>). QEMU's default: false.</summary>
    public bool? StartPaused { get; init; }

    /// <summary>
    /// The way around this model: arguments that are added at the end as they are. Nothing checks them, and they can
    /// undo what the model promises.
    /// </summary>
    public ValueList<string> ExtraArguments { get; init; } = [];

    /// <summary>The architecture that <see cref="Arch"/> and <see cref="Machine"/> amount to.</summary>
    public GuestArchitecture EffectiveArch => Arch
        ?? (Machine is null || Machine.IsOf(GuestArchitectures.Host)
            ? GuestArchitectures.Host
            : Machine.Architectures[0]);

    internal MachineType EffectiveMachine => Machine ?? MachineType.DefaultFor(EffectiveArch);
}
