using System.Buffers.Binary;

namespace Moa.Guests.Protocol;

/// <summary>The 12 bytes before every payload: length, stream, type, channel, two zero bytes; little-endian.</summary>
internal readonly record struct FrameHeader(int Length, uint Stream, FrameType Type, byte Channel = 0)
{
    public const int Size = 12;

    /// <summary>The longest payload, in bytes.</summary>
    public const int MaxPayload = 65_536;

    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteInt32LittleEndian(destination, Length);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[4..], Stream);
        destination[8] = (byte)Type;
        destination[9] = Channel;
        BinaryPrimitives.WriteUInt16LittleEndian(destination[10..], 0);
    }

    /// <summary>Reads a header, unless it is none that <paramref name="sender"/> may send.</summary>
    public static bool TryRead(ReadOnlySpan<byte> source, FrameSender sender, out FrameHeader header)
    {
        var length = BinaryPrimitives.ReadUInt32LittleEndian(source);
        header = new FrameHeader(
            (int)Math.Min(length, int.MaxValue),
            BinaryPrimitives.ReadUInt32LittleEndian(source[4..]),
            (FrameType)source[8],
            source[9]);
        return length <= MaxPayload
            && BinaryPrimitives.ReadUInt16LittleEndian(source[10..]) == 0
            && (sender == FrameSender.Host ? header.IsFromHost : header.IsFromAgent);
    }

    private bool IsFromHost => Stream != 0 && Type switch
    {
        FrameType.Exec or FrameType.Power or FrameType.Ping => Channel == 0,
        FrameType.Data => Channel == StreamChannel.Input,
        FrameType.End => Channel <= StreamChannel.Error && Length == 0,
        FrameType.Credit => Channel is StreamChannel.Output or StreamChannel.Error && Length == 4,
        FrameType.Signal => Channel == 0 && Length == 1,
        FrameType.Resize => Channel == 0 && Length == 4,
        FrameType.Close => Channel == 0 && Length == 0,
        _ => false,
    };

    private bool IsFromAgent => Type switch
    {
        FrameType.Hello => Stream == 0 && Channel == 0,
        FrameType.Gone => Stream == 0 && Channel == 0 && Length == 0,
        FrameType.Data => Stream != 0 && Channel is StreamChannel.Output or StreamChannel.Error,
        FrameType.End => Stream != 0 && Channel <= StreamChannel.Error && Length == 0,
        FrameType.Credit => Stream != 0 && Channel == StreamChannel.Input && Length == 4,
        FrameType.Closed => Stream != 0 && Channel == 0 && Length == 0,
        FrameType.Started or FrameType.Failed or FrameType.Exit or FrameType.Result => Stream != 0 && Channel == 0,
        _ => false,
    };
}
