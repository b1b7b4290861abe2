using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>KVM where it works, else TCG. As arguments: both, of which QEMU takes the first that it can open.</summary>
public sealed record AutoAccelerator : Accelerator
{
    internal static RecordShape<AutoAccelerator> Shape { get; } =
        new("auto", "KVM where it works, else TCG.", () => new());

    internal override void Write(CommandLineWriter line)
    {
        line.Keyval("-accel", "kvm", []);
        line.Keyval("-accel", "tcg", []);
    }
}
