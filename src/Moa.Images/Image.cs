namespace Moa.Images;

/// <summary>An image that is complete on disk: what a machine needs to boot.</summary>
/// <param name="Name">Its name.</param>
/// <param name="KernelPath">The kernel for QEMU's <c>-kernel</c>, an absolute path.</param>
/// <param name="InitrdPath">The initramfs for QEMU's <c>-initrd</c>, an absolute path.</param>
/// <param name="KernelArguments">
/// The recommended arguments for QEMU's <c>-append</c>: the serial console, what to do after a panic, and what makes the
/// boot fast.
/// </param>
/// <param name="Manifest">What it consists of and was made from.</param>
public sealed record Image(
    string Name, string KernelPath, string InitrdPath, string KernelArguments, ImageManifest Manifest);
