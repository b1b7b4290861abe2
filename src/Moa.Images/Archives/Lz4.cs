using System.Buffers.Binary;

namespace Moa.Images.Archives;

/// <summary>Reads LZ4's "legacy" frames, the form in which the Linux build compresses kernels (lz4 -l).</summary>
internal static class Lz4
{
    /// <summary>The first four bytes of a legacy frame, little-endian.</summary>
    public const uint LegacyMagic = 0x184C2102;

    /// <summary>Decompresses a legacy frame whose uncompressed size is known.</summary>
    /// <exception cref="InvalidDataException">The data is damaged, or is of another size.</exception>
    public static byte[] DecompressLegacy(ReadOnlySpan<byte> frame, int size)
    {
        if (frame.Length < 4 || BinaryPrimitives.ReadUInt32LittleEndian(frame) != LegacyMagic)
            throw new InvalidDataException("This is not LZ4 data of the legacy kind.");
        var output = new byte[size];
        var written = 0;
        for (frame = frame[4..]; frame.Length >= 4;)
        {
            var length = BinaryPrimitives.ReadUInt32LittleEndian(frame);
            frame = frame[4..];
            if (length > frame.Length)
                throw new InvalidDataException("The LZ4 data ends in the middle of a block.");
            written += DecompressBlock(frame[..(int)length], output.AsSpan(written));
            frame = frame[(int)length..];
        }
        return written == size ? output : throw new InvalidDataException($"The LZ4 data holds {written} bytes instead of {size}.");
    }

    /// <summary>Decompresses one block: sequences of literals, each followed by a copy of earlier output.</summary>
    /// <returns>The bytes written.</returns>
    /// <exception cref="InvalidDataException">The block is damaged, or its content does not fit.</exception>
    public static int DecompressBlock(ReadOnlySpan<byte> block, Span<byte> output)
    {
        var read = 0;
        var written = 0;
        while (read < block.Length)
        {
            var token = block[read++];
            var literals = Length(token >> 4, block, ref read);
            if (literals > block.Length - read || literals > output.Length - written)
                throw new InvalidDataException("An LZ4 block has literals beyond its end.");
            block.Slice(read, literals).CopyTo(output[written..]);
            read += literals;
            written += literals;
            if (read == block.Length)
                break;

            if (block.Length - read < 2)
                throw new InvalidDataException("An LZ4 block ends inside an offset.");
            var offset = BinaryPrimitives.ReadUInt16LittleEndian(block[read..]);
            read += 2;
            var match = Length(token & 15, block, ref read) + 4;
            if (offset == 0 || offset > written || match > output.Length - written)
                throw new InvalidDataException("An LZ4 block refers to data outside of it.");
            Repeat(output, written, offset, match);
            written += match;
        }
        return written;
    }

    private static int Length(int start, ReadOnlySpan<byte> block, ref int read)
    {
        var length = start;
        if (start != 15)
            return length;
        byte more;
        do
        {
            if (read >= block.Length || length > int.MaxValue - 512)
                throw new InvalidDataException("An LZ4 block ends inside a length.");
            more = block[read++];
            length += more;
        }
        while (more == 255);
        return length;
    }

    private static void Repeat(Span<byte> output, int position, int offset, int count)
    {
        // A match may overlap what it writes (a run): copy at most one period at a time, which doubles as it grows.
        var from = position - offset;
        while (count > 0)
        {
            var chunk = Math.Min(count, position - from);
            output.Slice(from, chunk).CopyTo(output[position..]);
            position += chunk;
            count -= chunk;
        }
    }
}
