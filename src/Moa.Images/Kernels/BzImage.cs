using System.Buffers.Binary;
using System.Text;
using Moa.Images.Archives;

namespace Moa.Images.Kernels;

/// <summary>Linux's compressed x86 kernel (kernel documentation, x86/boot): its version and the ELF kernel inside.</summary>
internal static class BzImage
{
    private const int HeaderEnd = 0x260;
    private const int LargestKernel = 512 << 20;

    /// <summary>Whether this is the beginning of a bzImage.</summary>
    public static bool Is(ReadOnlySpan<byte> head) =>
        head.Length >= HeaderEnd
        && BinaryPrimitives.ReadUInt16LittleEndian(head[0x1FE..]) == 0xAA55
        && head[0x202..].StartsWith("HdrS"u8);

    /// <summary>The release, as <c>uname -r</c> shows it; null when the header names none.</summary>
    public static string? Release(ReadOnlySpan<byte> image)
    {
        var start = BinaryPrimitives.ReadUInt16LittleEndian(image[0x20E..]) + 0x200;
        if (start == 0x200 || start >= image.Length)
            return null;
        var text = image[start..Math.Min(image.Length, start + 128)];
        var end = text.IndexOfAny((byte)' ', (byte)0);
        return end <= 0 ? null : Encoding.ASCII.GetString(text[..end]);
    }

    /// <summary>
    /// The uncompressed kernel. QEMU starts it at its PVH entry, which saves the guest decompressing it: under emulation
    /// 0.4 s for LZ4 and 3 s for XZ.
    /// </summary>
    /// <returns>An ELF file, or null where the kernel has no PVH entry.</returns>
    /// <param name="image">The whole bzImage.</param>
    /// <param name="decompressor">For what is not LZ4.</param>
    /// <param name="cancellationToken">Ends it, and the tool that decompresses.</param>
    /// <exception cref="InvalidDataException">The image is cut off or damaged.</exception>
    /// <exception cref="ToolException">The tool for its compression is missing or failed.</exception>
    public static async Task<byte[]?> ExtractAsync(
        ReadOnlyMemory<byte> image, Decompressor decompressor, CancellationToken cancellationToken)
    {
        var (payload, size) = Payload(image);
        // Whatever the compression, the build leaves the uncompressed size in the last four bytes; gzip does so itself.
        var kernel = BinaryPrimitives.ReadUInt32LittleEndian(payload.Span) switch
        {
            Lz4.LegacyMagic => Lz4.DecompressLegacy(payload.Span[..^4], size),
            0x587A37FD => await decompressor.DecompressAsync(payload[..^4], "xz", cancellationToken).ConfigureAwait(false),
            0xFD2FB528 => await decompressor.DecompressAsync(payload[..^4], "zst", cancellationToken).ConfigureAwait(false),
            var magic when (magic & 0xFFFF) == 0x8B1F => await decompressor.DecompressAsync(payload, "gz", cancellationToken).ConfigureAwait(false),
            var magic => throw new InvalidDataException($"The kernel is compressed in a way not known here (it begins with {magic:x8})."),
        };
        if (kernel.Length != size)
            throw new InvalidDataException($"The kernel file is damaged: it holds {kernel.Length} bytes and promises {size}.");
        return ElfFile.HasPvhEntry(new MemoryStream(kernel)) ? kernel : null;
    }

    private static (ReadOnlyMemory<byte> Payload, int Size) Payload(ReadOnlyMemory<byte> image)
    {
        var span = image.Span;
        if (!Is(span) || BinaryPrimitives.ReadUInt16LittleEndian(span[0x206..]) < 0x208)
            throw new InvalidDataException("This is not a Linux bzImage of boot protocol 2.08 or later.");
        var setupSectors = span[0x1F1] == 0 ? 4 : span[0x1F1];
        var start = (setupSectors + 1) * 512L + BinaryPrimitives.ReadUInt32LittleEndian(span[0x248..]);
        var length = BinaryPrimitives.ReadUInt32LittleEndian(span[0x24C..]);
        if (length < 8 || start + length > image.Length)
            throw new InvalidDataException("The kernel file is cut off: its header promises more than there is.");
        var payload = image.Slice((int)start, (int)length);
        var size = BinaryPrimitives.ReadUInt32LittleEndian(payload.Span[^4..]);
        if (size is < 4096 or > LargestKernel)
            throw new InvalidDataException($"The kernel file is damaged: an uncompressed size of {size} bytes cannot be.");
        return (payload, (int)size);
    }
}
