using System.Buffers.Binary;

namespace Moa.Images.Tests.Fakes;

/// <summary>A plain LZ4 compressor, enough to make every kind of sequence.</summary>
internal static class FakeLz4
{
    private const int BlockSize = 8 << 20;

    public static byte[] LegacyFrame(ReadOnlySpan<byte> content)
    {
        var frame = new List<byte> { 0x02, 0x21, 0x4C, 0x18 };
        for (var start = 0; start < content.Length; start += BlockSize)
        {
            var block = Block(content.Slice(start, Math.Min(BlockSize, content.Length - start)));
            var length = new byte[4];
            BinaryPrimitives.WriteInt32LittleEndian(length, block.Length);
            frame.AddRange(length);
            frame.AddRange(block);
        }
        return [.. frame];
    }

    public static byte[] Block(ReadOnlySpan<byte> content)
    {
        var block = new List<byte>();
        var last = new Dictionary<uint, int>();
        var literals = 0;
        var at = 0;
        while (at + 4 <= content.Length)
        {
            var key = BinaryPrimitives.ReadUInt32LittleEndian(content[at..]);
            var found = last.TryGetValue(key, out var from) && at - from <= ushort.MaxValue;
            last[key] = at;
            if (!found)
            {
                at++;
                continue;
            }
            var length = 4;
            while (at + length < content.Length && content[from + length] == content[at + length])
                length++;
            Sequence(block, content[literals..at], at - from, length);
            at += length;
            literals = at;
        }
        Sequence(block, content[literals..], 0, 0);
        return [.. block];
    }

    private static void Sequence(List<byte> block, ReadOnlySpan<byte> literals, int offset, int match)
    {
        var more = Math.Max(0, match - 4);
        block.Add((byte)((Math.Min(15, literals.Length) << 4) | Math.Min(15, more)));
        Length(block, literals.Length);
        block.AddRange(literals);
        if (offset == 0)
            return;
        block.Add((byte)offset);
        block.Add((byte)(offset >> 8));
        Length(block, more);
    }

    private static void Length(List<byte> block, int length)
    {
        if (length < 15)
            return;
        for (length -= 15; length >= 255; length -= 255)
            block.Add(255);
        block.Add((byte)length);
    }
}
