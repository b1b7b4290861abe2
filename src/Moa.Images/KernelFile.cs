using System.Buffers.Binary;
using Moa.Images.Kernels;

namespace Moa.Images;

/// <summary>What a file says it is when it is given as a kernel.</summary>
/// <param name="Format">The kind of kernel; <see cref="KernelFormat.None"/> for anything else.</param>
/// <param name="Release">The release, as <c>uname -r</c> shows it, where the file tells (a bzImage does).</param>
public readonly record struct KernelFile(KernelFormat Format, string? Release)
{
    // The release of a bzImage lies within its setup code, at most 64 sectors.
    private const int HeadSize = 33 << 10;

    /// <summary>Looks at a file's beginning, and at the notes of an ELF file. Reads less than 100 KiB of a real kernel.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static KernelFile Inspect(string path)
    {
        using var file = File.OpenRead(path);
        var buffer = new byte[HeadSize];
        var head = buffer.AsSpan(0, file.ReadAtLeast(buffer, HeadSize, throwOnEndOfStream: false));
        return BzImage.Is(head) ? new(KernelFormat.BzImage, BzImage.Release(head))
            : ElfFile.Is(head) ? new(HasPvhEntry(file) ? KernelFormat.PvhElf : KernelFormat.Elf, null)
            : Magic(head, 0x38) == 0x644D5241 ? new(KernelFormat.Arm64Image, null)
            : Magic(head, 0x38) == 0x05435352 ? new(KernelFormat.RiscvImage, null)
            : head.StartsWith("MZ"u8) && Magic(head, 4) == 0x676D697A ? new(KernelFormat.EfiZboot, null)
            : default;
    }

    private static bool HasPvhEntry(FileStream file)
    {
        try
        {
            return ElfFile.HasPvhEntry(file);
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private static uint Magic(ReadOnlySpan<byte> head, int at) =>
        head.Length >= at + 4 ? BinaryPrimitives.ReadUInt32LittleEndian(head[at..]) : 0;
}
