namespace Moa.Images;

/// <summary>What an image consists of and what it was made from.</summary>
public sealed record ImageManifest
{
    /// <summary>The image's name.</summary>
    public required string Name { get; init; }

    /// <summary>The version of the builder's recipe; an image of another version is made anew.</summary>
    public required int Format { get; init; }

    /// <summary>The architecture of the guest, in QEMU's words: <c>x86_64</c>.</summary>
    public required string Architecture { get; init; }

    /// <summary>The kernel's release, as <c>uname -r</c> shows it.</summary>
    public required string KernelRelease { get; init; }

    /// <summary>The recommended kernel arguments.</summary>
    public required string KernelArguments { get; init; }

    /// <summary>The kernel's file.</summary>
    public required ImageFile Kernel { get; init; }

    /// <summary>The initramfs, which ends with the agent.</summary>
    public required ImageFile Initramfs { get; init; }

    /// <summary>The beginning of the initramfs, an archive of its own that is the same for every agent.</summary>
    public required ImageFile InitramfsBase { get; init; }

    /// <summary>The agent in the initramfs.</summary>
    public required ImageAgent Agent { get; init; }

    /// <summary>The packages and files it was made from.</summary>
    public required IReadOnlyList<ImagePackage> Packages { get; init; }

    /// <summary>The kernel modules in the initramfs, by name.</summary>
    public required IReadOnlyList<string> Modules { get; init; }

    /// <summary>Modules that the recipe would take and this kernel does not have, neither as file nor built in.</summary>
    public required IReadOnlyList<string> AbsentModules { get; init; }
}
