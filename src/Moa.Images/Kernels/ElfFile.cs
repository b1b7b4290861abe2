using System.Buffers.Binary;
using System.Text;

namespace Moa.Images.Kernels;

/// <summary>What is read from 64-bit little-endian ELF files: sections of kernel modules, notes of kernels.</summary>
internal static class ElfFile
{
    private const int HeaderSize = 64;
    private const int InterpreterSegment = 3;
    private const int NoteSegment = 4;
    private const int PvhNote = 18; // XEN_ELFNOTE_PHYS32_ENTRY
    private const int LargestNotes = 1 << 20;

    /// <summary>Whether this is the beginning of a 64-bit little-endian ELF file.</summary>
    public static bool Is(ReadOnlySpan<byte> head) =>
        head.Length >= HeaderSize && head.StartsWith("\u007fELF\u0002\u0001"u8);

    /// <summary>Whether a kernel has the PVH entry by which QEMU starts it without decompressing or real mode.</summary>
    /// <param name="file">The file; only its headers and notes are read.</param>
    /// <exception cref="InvalidDataException">The file is cut off or damaged.</exception>
    public static bool HasPvhEntry(Stream file)
    {
        foreach (var (kind, start, length) in Segments(file))
        {
            if (kind == NoteSegment && HasNote(Read(file, start, length), "Xen\0"u8, PvhNote))
                return true;
        }
        return false;
    }

    /// <summary>Whether this is a program that needs no dynamic linker.</summary>
    /// <param name="file">The file; only its headers are read.</param>
    /// <exception cref="InvalidDataException">The file is cut off or damaged.</exception>
    public static bool IsStaticProgram(Stream file)
    {
        var segments = Segments(file);
        return segments.Count > 0 && segments.All(static segment => segment.Kind != InterpreterSegment);
    }

    /// <summary>The content of a section, or empty where there is none of that name.</summary>
    /// <exception cref="InvalidDataException">This is no ELF file, or a part lies outside of it.</exception>
    public static ReadOnlySpan<byte> Section(ReadOnlySpan<byte> file, string name)
    {
        if (!Is(file))
            throw new InvalidDataException("This is not a 64-bit little-endian ELF file.");
        var table = U64(file, 0x28);
        var size = U16(file, 0x3A);
        var names = SectionContent(file, Slice(file, table + (ulong)(U16(file, 0x3E) * size), 64));
        var wanted = Encoding.ASCII.GetBytes(name + '\0');
        for (var index = 0; index < U16(file, 0x3C); index++)
        {
            var header = Slice(file, table + (ulong)(index * size), 64);
            var start = U32(header, 0);
            if (start < names.Length && names[(int)start..].StartsWith(wanted))
                return SectionContent(file, header);
        }
        return default;
    }

    private static List<(uint Kind, ulong Start, ulong Length)> Segments(Stream file)
    {
        var segments = new List<(uint, ulong, ulong)>();
        var header = file.Length < HeaderSize ? [] : Read(file, 0, HeaderSize);
        if (!Is(header))
            return segments;
        for (var index = 0; index < U16(header, 0x38); index++)
        {
            var segment = Read(file, U64(header, 0x20) + (ulong)(index * U16(header, 0x36)), 56);
            segments.Add((U32(segment, 0), U64(segment, 8), U64(segment, 32)));
        }
        return segments;
    }

    private static bool HasNote(ReadOnlySpan<byte> notes, ReadOnlySpan<byte> owner, uint kind)
    {
        while (notes.Length >= 12)
        {
            var ownerSize = U32(notes, 0);
            var length = 12 + Align(ownerSize) + Align(U32(notes, 4));
            if (length > (ulong)notes.Length)
                return false;
            if (U32(notes, 8) == kind && notes.Slice(12, (int)ownerSize).SequenceEqual(owner))
                return true;
            notes = notes[(int)length..];
        }
        return false;
    }

    private static byte[] Read(Stream file, ulong start, ulong length)
    {
        if (start > (ulong)file.Length || length > (ulong)file.Length - start || length > LargestNotes)
            throw CutOff();
        var content = new byte[length];
        file.Position = (long)start;
        file.ReadExactly(content);
        return content;
    }

    private static ReadOnlySpan<byte> SectionContent(ReadOnlySpan<byte> file, ReadOnlySpan<byte> header) =>
        Slice(file, U64(header, 24), U64(header, 32));

    private static ReadOnlySpan<byte> Slice(ReadOnlySpan<byte> file, ulong start, ulong length) =>
        start <= (ulong)file.Length && length <= (ulong)file.Length - start
            ? file.Slice((int)start, (int)length)
            : throw CutOff();

    private static InvalidDataException CutOff() => new("The ELF file is cut off or damaged: a part lies outside of it.");

    private static ulong Align(uint size) => (size + 3UL) & ~3UL;
    private static ushort U16(ReadOnlySpan<byte> data, int at) => BinaryPrimitives.ReadUInt16LittleEndian(data[at..]);
    private static uint U32(ReadOnlySpan<byte> data, int at) => BinaryPrimitives.ReadUInt32LittleEndian(data[at..]);
    private static ulong U64(ReadOnlySpan<byte> data, int at) => BinaryPrimitives.ReadUInt64LittleEndian(data[at..]);
}
