namespace Moa.Qmp;

/// <summary>There is no connection, or it ended. Nothing more can be sent on this client: connect anew.</summary>
public sealed class QmpConnectionException : MoaException
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">A sentence that says how the connection ended.</param>
    /// <param name="innerException">The cause, if any.</param>
    /// <param name="command">The command that this error is the result of, if any.</param>
    /// <param name="outcomeUnknown">Whether <paramref name="command"/> had been sent.</param>
    /// <param name="commandsInFlight">All commands that had been sent and not answered, oldest first.</param>
    public QmpConnectionException(
        string message,
        Exception? innerException = null,
        string? command = null,
        bool outcomeUnknown = false,
        IReadOnlyList<string>? commandsInFlight = null)
        : base(message, innerException)
    {
        Command = command;
        OutcomeUnknown = outcomeUnknown;
        CommandsInFlight = commandsInFlight ?? [];
    }

    /// <summary>The command that this error is the result of; null when it is none's.</summary>
    public string? Command { get; }

    /// <summary>
    /// True when <see cref="Command"/> had been sent: QEMU may have carried it out or not, ask it after connecting anew.
    /// False when it was never sent.
    /// </summary>
    public bool OutcomeUnknown { get; }

    /// <summary>All commands of this connection that had been sent and not answered when it ended, oldest first.</summary>
    public IReadOnlyList<string> CommandsInFlight { get; }
}
