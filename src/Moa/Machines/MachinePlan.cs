using Moa.Images;
using Moa.Model;
using Moa.Probing;

namespace Moa.Machines;

/// <summary>What starting a machine would do: everything is decided and checked, nothing has happened.</summary>
/// <param name="Spec">The machine with all that it gets by default: image, console, agent, monitor.</param>
/// <param name="CommandLine">What QEMU would be started with.</param>
/// <param name="Qemu">The QEMU.</param>
public sealed record MachinePlan(MachineSpec Spec, CommandLine CommandLine, QemuBuild Qemu)
{
    /// <summary>The image whose kernel is booted; null where the spec boots something of its own.</summary>
    public Image? Image { get; init; }

    /// <summary>Why the accelerator is the one it is, a sentence; null where the spec named it.</summary>
    public string? AcceleratorReason { get; init; }
}
