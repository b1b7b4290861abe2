using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>
/// The processor's virtualization through Linux; needs /dev/kvm and a guest of the host's kind (accel/kvm).
/// </summary>
public sealed record KvmAccelerator : Accelerator
{
    /// <summary>Where interrupt controllers are. QEMU's default: on, or split for q35 with an IOMMU.</summary>
    public KernelIrqchip? KernelIrqchip { get; init; }

    /// <summary>The number of entries of each CPU's dirty page ring, a power of two; 0 for a bitmap instead.</summary>
    public int? DirtyRingSize { get; init; }

    internal static RecordShape<KvmAccelerator> Shape { get; } = new(
        "kvm", "The processor's virtualization through Linux; needs /dev/kvm.", () => new(),
        table => table
            .Member("kernel-irqchip", x => x.KernelIrqchip, (x, v) => x with { KernelIrqchip = v },
                new WordShape<KernelIrqchip>(
                    new(Model.KernelIrqchip.On, "on"), new(Model.KernelIrqchip.Off, "off"),
                    new(Model.KernelIrqchip.Split, "split")),
                "Where interrupt controllers are: on (in the kernel), off (in QEMU) or split.")
            .Number("dirty-ring-size", x => x.DirtyRingSize, (x, v) => x with { DirtyRingSize = v }, 0, 65536,
                "The number of entries of each CPU's dirty page ring, a power of two; 0 for a bitmap instead.", 0)
            .Rule("dirty-ring-power", "The size of the dirty page ring is a power of two.", (x, check) =>
            {
                if (x.DirtyRingSize is { } size && (size & (size - 1)) != 0)
                    check.Member("dirty-ring-size").Problem($"{size} is no power of two.");
            }));

    internal override void Write(CommandLineWriter line) => line.Keyval("-accel", "kvm", Shape.Options(this));
}
