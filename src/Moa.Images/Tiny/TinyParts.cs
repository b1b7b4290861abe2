using Moa.Images.Kernels;

namespace Moa.Images.Tiny;

/// <summary>What the built-in image is put together from, wherever it came from.</summary>
/// <param name="Kernel">The kernel, as QEMU starts it fastest.</param>
/// <param name="Release">The kernel's release.</param>
/// <param name="Modules">The modules that go into the initramfs.</param>
/// <param name="AbsentModules">Modules that would be welcome and that the kernel does not have.</param>
/// <param name="Busybox">The programs.</param>
/// <param name="Sources">Where all of it came from.</param>
internal sealed record TinyParts(
    byte[] Kernel,
    string Release,
    KernelModules Modules,
    IReadOnlyList<string> AbsentModules,
    Busybox Busybox,
    IReadOnlyList<ImagePackage> Sources);
