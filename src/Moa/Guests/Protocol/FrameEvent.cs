namespace Moa.Guests.Protocol;

/// <summary>What <see cref="FrameReader.Read"/> found next in the bytes.</summary>
internal enum FrameEvent
{
    /// <summary>Nothing that is complete: more bytes are needed.</summary>
    None,

    /// <summary>A frame.</summary>
    Frame,

    /// <summary>Both ends now share a beginning: frames follow. The agent has to answer, see <see cref="FrameReader.Nonce"/>.</summary>
    Synchronised,

    /// <summary>The agent has started and waits: the host has to synchronise.</summary>
    Announced,

    /// <summary>A header of zeros: the other end begins anew. Everything is discarded up to its synchronisation.</summary>
    Prelude,

    /// <summary>The bytes are no frames. Everything is discarded up to the next synchronisation.</summary>
    Lost,
}
