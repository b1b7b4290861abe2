namespace Moa.Guests.Protocol;

/// <summary>The byte sequences by which the two ends find a common beginning on a port that has none.</summary>
internal static class Synchronisation
{
    public const int MagicSize = 16;
    public const int NonceSize = 16;
    public const int Size = MagicSize + NonceSize;

    /// <summary>
    /// Enough zero bytes to complete whatever frame was cut and then to read as a header of type 0, which no frame has.
    /// </summary>
    public const int PreludeSize = FrameHeader.MaxPayload + FrameHeader.Size;

    public static ReadOnlySpan<byte> HostMagic => [0x6d, 0x6f, 0x61, 0x2d, 0x73, 0x79, 0x6e, 0x63, 0xff, 0, 0xfe, 1, 0xfd, 2, 0xfc, 3];

    public static ReadOnlySpan<byte> AgentMagic => [0x6d, 0x6f, 0x61, 0x2d, 0x61, 0x63, 0x6b, 0x21, 0xff, 0, 0xfe, 1, 0xfd, 2, 0xfc, 3];

    /// <summary>What a host sends to synchronise: the prelude, its magic, <paramref name="nonce"/>.</summary>
    public static byte[] Request(ReadOnlySpan<byte> nonce) => Build(PreludeSize, HostMagic, nonce);

    /// <summary>What an agent answers to a host's <paramref name="nonce"/>.</summary>
    public static byte[] Answer(ReadOnlySpan<byte> nonce) => Build(0, AgentMagic, nonce);

    /// <summary>What an agent says when it starts: the prelude, its magic, and zeros for a nonce.</summary>
    public static byte[] Announcement() => Build(PreludeSize, AgentMagic, default);

    private static byte[] Build(int prelude, ReadOnlySpan<byte> magic, ReadOnlySpan<byte> nonce)
    {
        var bytes = new byte[prelude + Size];
        magic.CopyTo(bytes.AsSpan(prelude));
        nonce.CopyTo(bytes.AsSpan(prelude + MagicSize));
        return bytes;
    }
}
