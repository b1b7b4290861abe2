namespace Moa.Qmp;

/// <summary>
/// The peer said something that is not QMP, or not what was promised. As the result of a command it concerns this one
/// reply (invalid JSON such as QEMU's bare <c>inf</c>, a reply above the size limit, a value that does not decode) and
/// the connection still works; where it does not, a <see cref="QmpConnectionException"/> has this as its cause.
/// </summary>
public sealed class QmpProtocolException : MoaException
{
    /// <summary>Creates the error.</summary>
    /// <param name="command">The command whose reply it is, or null when it is none's.</param>
    /// <param name="message">A sentence that says what was wrong.</param>
    /// <param name="innerException">The cause, if any.</param>
    public QmpProtocolException(string? command, string message, Exception? innerException = null)
        : base(message, innerException)
    {
        Command = command;
    }

    /// <summary>The command whose reply was wrong; null when the message was no reply.</summary>
    public string? Command { get; }
}
