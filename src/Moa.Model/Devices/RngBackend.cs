namespace Moa.Model;

/// <summary>Where a <see cref="VirtioRng"/> takes its random numbers from (QEMU's <c>-object rng-*</c>).</summary>
public abstract record RngBackend
{
    internal abstract void Write(CommandLineWriter line, string id);
}
