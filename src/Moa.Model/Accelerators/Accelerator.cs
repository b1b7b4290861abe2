namespace Moa.Model;

/// <summary>What executes the guest's instructions (QEMU's <c>-accel</c>).</summary>
public abstract record Accelerator
{
    internal abstract void Write(CommandLineWriter line);
}
