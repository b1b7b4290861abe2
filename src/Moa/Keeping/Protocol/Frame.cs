using System.Buffers.Binary;

namespace Moa.Keeping.Protocol;

/// <summary>A frame on the keeper's control socket: <c>u32 length</c> of what follows, <c>u8 type</c>, payload.</summary>
internal static class Frame
{
    public const int HeaderSize = 5;
    public const int MaxLength = 1 << 20;

    /// <summary>Writes the header of a frame whose payload follows.</summary>
    public static void WriteHeader(Span<byte> header, FrameType type, int payloadLength)
    {
        BinaryPrimitives.WriteInt32LittleEndian(header, payloadLength + 1);
        header[4] = (byte)type;
    }

    /// <summary>A whole frame.</summary>
    public static byte[] Create(FrameType type, ReadOnlySpan<byte> payload)
    {
        var frame = new byte[HeaderSize + payload.Length];
        WriteHeader(frame, type, payload.Length);
        payload.CopyTo(frame.AsSpan(HeaderSize));
        return frame;
    }

    /// <summary>
    /// Reads the frame at the start of <paramref name="bytes"/>. Returns its size; 0 when it is not complete yet; -1 when
    /// its length is one that no frame has.
    /// </summary>
    public static int TryRead(ReadOnlySpan<byte> bytes, out FrameType type, out ReadOnlySpan<byte> payload)
    {
        type = default;
        payload = default;
        if (bytes.Length < HeaderSize)
            return 0;
        var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        if (length is 0 or > MaxLength)
            return -1;
        var size = sizeof(uint) + (int)length;
        if (bytes.Length < size)
            return 0;
        type = (FrameType)bytes[4];
        payload = bytes[HeaderSize..size];
        return size;
    }
}
