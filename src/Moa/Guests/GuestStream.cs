using Moa.Guests.Protocol;

namespace Moa.Guests;

/// <summary>The host's end of one stream of the protocol.</summary>
internal abstract class GuestStream
{
    /// <summary>Handles a frame; called by the connection's reader, one at a time, and must not wait.</summary>
    /// <exception cref="InvalidPayloadException">The frame breaks the rules.</exception>
    public abstract void Handle(FrameHeader header, ReadOnlySpan<byte> payload);

    /// <summary>The stream has gone with the agent or with the connection.</summary>
    public abstract void Fail(GuestConnectionException exception);
}
