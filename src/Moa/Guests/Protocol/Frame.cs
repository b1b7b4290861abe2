namespace Moa.Guests.Protocol;

/// <summary>A frame as it lies in a <see cref="FrameReader"/>'s buffer; valid until the reader is used again.</summary>
internal readonly ref struct Frame(FrameHeader header, ReadOnlySpan<byte> payload)
{
    public FrameHeader Header { get; } = header;
    public ReadOnlySpan<byte> Payload { get; } = payload;
}
