namespace Moa.Qmp;

/// <summary>
/// A session with a QMP server: QEMU, <c>qemu-storage-daemon</c>, or Moa's keeper, which shares one monitor out. Safe for
/// any number of callers at once. After <see cref="Disconnected"/> nothing works but disposing; connect anew.
/// </summary>
/// <remarks>
/// Commands are sent in the order of their calls, at most eight ahead of their replies, and answered in that order. No
/// code of a caller ever runs where replies are read.
/// </remarks>
public sealed partial class QmpClient : IAsyncDisposable
{
    private readonly CommandSession _session;
    private readonly QmpClientOptions _options;
    private readonly TaskCompletionSource<QmpGreeting> _greeted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private QmpClient(QmpTransport transport, string peer, QmpClientOptions options)
    {
        _options = options;
        _session = new CommandSession(transport, peer, options, TakeMessage, OnEnded);
        _session.StartReading();
    }

    /// <summary>What the server said first.</summary>
    public QmpGreeting Greeting => _greeted.Task.IsCompletedSuccessfully
        ? _greeted.Task.Result
        : throw new InvalidOperationException("The server has not greeted yet.");

    /// <summary>Whether <c>oob</c> was negotiated, so that <see cref="QmpExecuteOptions.OutOfBand"/> can be used.</summary>
    public bool OutOfBand => _session.AllowsOutOfBand;

    /// <summary>Completes when the connection has ended, and says why. Never fails.</summary>
    public Task<QmpDisconnect> Disconnected => _session.Disconnected;

    /// <summary>
    /// Closes the connection at once. Commands in flight end with <see cref="QmpConnectionException"/>; QEMU drops those it
    /// had not begun. Never waits for the peer; can be called again.
    /// </summary>
    public ValueTask DisposeAsync()
    {
        _session.End(QmpDisconnectReason.Disposed, null);
        return default;
    }

    /// <summary>Takes what is not a reply, on the reader.</summary>
    private bool TakeMessage(in Message message)
    {
        var greeted = _greeted.Task.IsCompleted;
        switch (message.Kind)
        {
            case MessageKind.Event:
                TakeEvent(message);
                return true;
            case MessageKind.Greeting when !greeted:
                TakeGreeting(message);
                return true;
            default:
                return greeted
                    ? false
                    : throw new QmpProtocolException(null, $"{_session.Peer} is not a QMP server; it says: {message.Excerpt()}");
        }
    }

    private void TakeGreeting(in Message message)
    {
        var greeting = message.Fault == MessageFault.None ? QmpGreeting.Parse(message.Span(message.Value)) : null;
        _greeted.TrySetResult(greeting
            ?? throw new QmpProtocolException(null, $"{_session.Peer} greets in a way that is not QMP's: {message.Excerpt()}"));
    }

    private void OnEnded(QmpDisconnect end)
    {
        EndSubscriptions(end);
        if (_greeted.TrySetException(end.ToException(_session.Peer)))
            _ = _greeted.Task.Exception;
    }
}
