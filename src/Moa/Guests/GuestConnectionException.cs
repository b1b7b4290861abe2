namespace Moa.Guests;

/// <summary>The agent, or the way to it, has gone. Commands that ran were hung up, and how they ended is unknown.</summary>
public sealed class GuestConnectionException : MoaException
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">What has gone.</param>
    /// <param name="innerException">The cause, if there is one.</param>
    /// <param name="isConnectionUsable">Whether the client itself still stands.</param>
    public GuestConnectionException(string message, Exception? innerException = null, bool isConnectionUsable = false)
        : base(message, innerException) => IsConnectionUsable = isConnectionUsable;

    /// <summary>
    /// Whether the same <see cref="GuestClient"/> can be used again once the agent is back: true when only the agent has
    /// gone, as when the guest reboots; false when the machine or its keeper has.
    /// </summary>
    public bool IsConnectionUsable { get; }
}
