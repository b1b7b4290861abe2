using System.Buffers.Binary;
using System.Text;

namespace Moa.Images.Tests.Fakes;

/// <summary>Small ELF files: kernels with a PVH note, kernel modules, programs.</summary>
internal static class FakeElf
{
    /// <summary>A kernel of the given size with the note by which QEMU finds its PVH entry.</summary>
    public static byte[] PvhKernel(int size = 64 << 10)
    {
        byte[] note = [4, 0, 0, 0, 8, 0, 0, 0, 18, 0, 0, 0, (byte)'X', (byte)'e', (byte)'n', 0, 0, 0, 0, 1, 0, 0, 0, 0];
        var file = WithSegment(kind: 4, note, size);
        // Something that does not compress to nothing.
        new Random(1).NextBytes(file.AsSpan(size / 2));
        return file;
    }

    /// <summary>A program that asks for a dynamic linker.</summary>
    public static byte[] DynamicProgram() => WithSegment(kind: 3, "/lib64/ld-linux-x86-64.so.2\0"u8, 4096);

    /// <summary>A module with the given lines in its <c>.modinfo</c>.</summary>
    public static byte[] Module(params string[] modinfo)
    {
        var names = "\0.shstrtab\0.modinfo\0"u8;
        var content = Encoding.UTF8.GetBytes(string.Join('\0', modinfo) + '\0');
        var file = new byte[64 + names.Length + content.Length + (3 * 64)];
        Header(file);
        names.CopyTo(file.AsSpan(64));
        content.CopyTo(file.AsSpan(64 + names.Length));
        var table = 64 + names.Length + content.Length;
        U64(file, 0x28, (ulong)table);
        U16(file, 0x3A, 64);
        U16(file, 0x3C, 3);
        U16(file, 0x3E, 1);
        Section(file.AsSpan(table + 64), 1, 64, names.Length);
        Section(file.AsSpan(table + 128), 11, 64 + names.Length, content.Length);
        return file;
    }

    private static byte[] WithSegment(uint kind, ReadOnlySpan<byte> content, int size)
    {
        var file = new byte[size];
        Header(file);
        U64(file, 0x20, 64);
        U16(file, 0x36, 56);
        U16(file, 0x38, 1);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(64), kind);
        U64(file, 64 + 8, 128);
        U64(file, 64 + 32, (ulong)content.Length);
        content.CopyTo(file.AsSpan(128));
        return file;
    }

    private static void Header(byte[] file) => "\u007fELF\u0002\u0001\u0001"u8.CopyTo(file);

    private static void Section(Span<byte> header, uint name, int start, int length)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(header, name);
        BinaryPrimitives.WriteUInt64LittleEndian(header[24..], (ulong)start);
        BinaryPrimitives.WriteUInt64LittleEndian(header[32..], (ulong)length);
    }

    private static void U16(byte[] file, int at, ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(at), value);

    private static void U64(byte[] file, int at, ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(at), value);
}
