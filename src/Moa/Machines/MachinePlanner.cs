using Moa.Images;
using Moa.Model;
using Moa.Probing;
using Moa.Storing;

namespace Moa.Machines;

/// <summary>Turns what was asked for into what QEMU is started with, checking it on the way.</summary>
internal static class MachinePlanner
{
    /// <summary>Whether a spec leaves it to an image what is booted.</summary>
    public static bool BootsImage(MachineSpec spec) =>
        spec is { Kernel: null, Firmware: null, Boot: null } && !spec.Devices.Any(static device => device is VirtioBlk { Bootindex: not null });

    public static async Task<MachinePlan> PlanAsync(MachineSpec spec, MachineId id, MachineStartOptions options, MoaHost host, CancellationToken cancel)
    {
        var qemu = await CheckAsync(spec, host, cancel).ConfigureAwait(false);
        var (accelerator, cpu, reason) = await ChooseAsync(spec, qemu, cancel).ConfigureAwait(false);
        var image = BootsImage(spec)
            ? await host.GetImageAsync(options, cancel).ConfigureAwait(false)
            : null;

        var complete = MachineWiring.Apply(
            MachineDefaults.Apply(spec) with
            {
                Name = options.Name ?? spec.Name,
                Accelerator = accelerator,
                Cpu = cpu,
                Kernel = KernelOf(image, spec, options),
            },
            id);
        ThrowIfAny(complete.Check());
        return new MachinePlan(complete, CommandLine.From(complete), qemu) { Image = image, AcceleratorReason = reason };
    }

    /// <summary>Holds a spec against the model, the files it names and this host's QEMU, which is the result.</summary>
    public static async Task<QemuBuild> CheckAsync(MachineSpec spec, MoaHost host, CancellationToken cancel)
    {
        ThrowIfAny(spec.Check());
        CheckFiles(spec);
        var qemu = await host.FindQemuAsync(spec.EffectiveArch, cancel).ConfigureAwait(false);
        ThrowIfAny(await HostCheck.CheckAsync(MachineDefaults.Apply(spec), qemu, cancel).ConfigureAwait(false));
        return qemu;
    }

    private static Kernel? KernelOf(Image? image, MachineSpec spec, MachineStartOptions options) => image is null
        ? spec.Kernel is { } kernel ? kernel with { Append = [.. kernel.Append, .. options.KernelArguments] } : null
        : new Kernel
        {
            File = image.KernelPath,
            Initrd = image.InitrdPath,
            Append =
            [
                .. image.KernelArguments.Split(' ', StringSplitOptions.RemoveEmptyEntries),
                .. GuestNetwork.KernelArguments(spec),
                .. options.KernelArguments,
            ],
        };

    /// <summary>The accelerator, and with it the CPU: the host's own where nobody named one and guests can have it.</summary>
    private static async Task<(Accelerator, Cpu?, string?)> ChooseAsync(MachineSpec spec, QemuBuild qemu, CancellationToken cancel)
    {
        if (spec.Accelerator is not (null or AutoAccelerator or KvmAccelerator))
            return (spec.Accelerator, spec.Cpu, null);
        var choice = await qemu.ChooseAcceleratorAsync(spec.Accelerator is KvmAccelerator ? "kvm" : null, cancel).ConfigureAwait(false);
        Accelerator accelerator = choice.Accelerator == "kvm" ? spec.Accelerator as KvmAccelerator ?? new KvmAccelerator() : new TcgAccelerator();
        return (accelerator, spec.Cpu ?? (choice.HostCpu ? new Cpu { Model = "host" } : null), choice.Reason);
    }

    /// <summary>Files that a person named are looked at before anything starts: QEMU's own words about them are poor.</summary>
    private static void CheckFiles(MachineSpec spec)
    {
        if (spec.Kernel is not { } kernel)
            return;
        if (!File.Exists(kernel.File))
            throw new FileNotFoundException($"The kernel '{kernel.File}' is not there.");
        if (kernel.Initrd is { } initrd && !File.Exists(initrd))
            throw new FileNotFoundException($"The initrd '{initrd}' is not there.");
        if (KernelFile.Inspect(kernel.File).Format is KernelFormat.None)
            throw new KernelException($"'{kernel.File}' is no kernel: it is neither a bzImage nor a vmlinux nor an Image.");
    }

    private static void ThrowIfAny(IReadOnlyCollection<SpecProblem> problems)
    {
        if (problems.Count > 0)
            throw new MachineSpecException(problems);
    }
}
