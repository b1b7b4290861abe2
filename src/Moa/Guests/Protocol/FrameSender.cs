namespace Moa.Guests.Protocol;

/// <summary>The two ends of the channel; each may send its own frames only.</summary>
internal enum FrameSender
{
    /// <summary>The program that runs commands, or the keeper on its behalf.</summary>
    Host,

    /// <summary>The agent in the guest, or the keeper on its behalf.</summary>
    Agent,
}
