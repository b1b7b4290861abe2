namespace Moa.Qmp;

/// <summary>How a connection ended.</summary>
public sealed class QmpDisconnect
{
    internal QmpDisconnect(QmpDisconnectReason reason, Exception? cause, IReadOnlyList<string> commandsInFlight)
    {
        Reason = reason;
        Cause = cause;
        CommandsInFlight = commandsInFlight;
    }

    /// <summary>Why it ended.</summary>
    public QmpDisconnectReason Reason { get; }

    /// <summary>The exception that ended it; null when there was none.</summary>
    public Exception? Cause { get; }

    /// <summary>Commands that had been sent and not answered, oldest first: QEMU may have carried them out or not.</summary>
    public IReadOnlyList<string> CommandsInFlight { get; }

    /// <summary>Whether it ended as somebody on this side wanted: by <c>quit</c> or by disposing the client.</summary>
    internal bool IsOrderly => Reason is QmpDisconnectReason.Quit or QmpDisconnectReason.Disposed;

    internal QmpConnectionException ToException(string peer, string? command = null, bool outcomeUnknown = false)
    {
        var how = Reason switch
        {
            QmpDisconnectReason.Quit => $"{peer} closed the connection after quit",
            QmpDisconnectReason.Disposed => $"The connection to {peer} was disposed",
            QmpDisconnectReason.ClosedByPeer => $"{peer} closed the connection: QEMU has ended or cut it off",
            QmpDisconnectReason.Lost => $"The connection to {peer} was lost",
            _ => $"{peer} does not keep to the protocol and replies can no longer be told apart",
        };
        var what = command is null ? ""
            : outcomeUnknown ? $" '{command}' had been sent: whether it was carried out is unknown."
            : $" '{command}' was not sent.";
        return new QmpConnectionException($"{how}.{what}", Cause, command, outcomeUnknown, CommandsInFlight);
    }
}
