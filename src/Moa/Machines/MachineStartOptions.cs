using Moa.Images;

namespace Moa.Machines;

/// <summary>How a machine is started, beside what it is.</summary>
public sealed record MachineStartOptions
{
    /// <summary>Its name, unique on this host. Default: one is invented.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// True: the machine ends when this process does, however that ends, and leaves nothing. False: it runs on until it
    /// is stopped, and its record stays until it is removed. Default: true.
    /// </summary>
    public bool Temporary { get; init; } = true;

    /// <summary>The image to boot where the spec names no kernel and no firmware. Default: <c>tiny</c>, the built-in one.</summary>
    public string Image { get; init; } = MachineDefaults.Image;

    /// <summary>Kernel arguments, added to the image's or to those of the spec. Default: none.</summary>
    public IReadOnlyList<string> KernelArguments { get; init; } = [];

    /// <summary>Hears of the making of an image, which happens on its first use. Default: nobody.</summary>
    public IProgress<ImageProgress>? Progress { get; init; }
}
