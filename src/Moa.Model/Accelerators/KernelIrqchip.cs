namespace Moa.Model;

/// <summary>Where interrupt controllers are under KVM.</summary>
public enum KernelIrqchip
{
    /// <summary>In the kernel.</summary>
    On,

    /// <summary>In QEMU.</summary>
    Off,

    /// <summary>The CPUs' own in the kernel, the others in QEMU.</summary>
    Split,
}
