namespace Moa.Images;

/// <summary>What kind of kernel a file holds, as far as <c>-kernel</c> of QEMU is concerned.</summary>
public enum KernelFormat
{
    /// <summary>No kernel that QEMU would boot.</summary>
    None,

    /// <summary>Linux's compressed x86 image, <c>vmlinuz</c>.</summary>
    BzImage,

    /// <summary>An uncompressed x86 kernel with the PVH entry note, which QEMU starts directly.</summary>
    PvhElf,

    /// <summary>An ELF program without the PVH note: a kernel for boards that load any ELF file, but no x86 one.</summary>
    Elf,

    /// <summary>Linux's uncompressed <c>Image</c> for arm64.</summary>
    Arm64Image,

    /// <summary>Linux's uncompressed <c>Image</c> for RISC-V.</summary>
    RiscvImage,

    /// <summary>A compressed kernel in an EFI program (<c>vmlinuz.efi</c>).</summary>
    EfiZboot,
}
