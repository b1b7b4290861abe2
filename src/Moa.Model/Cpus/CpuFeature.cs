namespace Moa.Model;

/// <summary>A property of a CPU: a feature that is on or off, or another value.</summary>
/// <param name="Name">Its name in QEMU, such as <c>avx512f</c> or <c>phys-bits</c>.</param>
/// <param name="Value"><c>on</c>, <c>off</c> or the value; without commas.</param>
public sealed record CpuFeature(string Name, string Value)
{
    /// <summary>A feature that the guest is to have.</summary>
    public static CpuFeature On(string name) => new(name, "on");

    /// <summary>A feature that the guest is not to have.</summary>
    public static CpuFeature Off(string name) => new(name, "off");
}
