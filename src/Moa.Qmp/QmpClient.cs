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
    private const int MaxFreeOperations = 64;

    private readonly Lock _gate = new();
    private readonly QmpTransport _transport;
    private readonly QmpClientOptions _options;
    private readonly TimeProvider _clock;
    private readonly string _peer;
    private readonly TaskCompletionSource<QmpGreeting> _greeted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<QmpDisconnect> _disconnected = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // All below changes under _gate only.
    private readonly Stack<QmpOperation> _free = new();
    private QmpDisconnect? _end;

    private QmpClient(QmpTransport transport, string peer, QmpClientOptions options)
    {
        _transport = transport;
        _peer = peer;
        _options = options;
        _clock = options.TimeProvider;
        _reader = new MessageReader(options.MaxMessageBytes);
    }

    /// <summary>What the server said first.</summary>
    public QmpGreeting Greeting => _greeted.Task.IsCompletedSuccessfully
        ? _greeted.Task.Result
        : throw new InvalidOperationException("The server has not greeted yet.");

    /// <summary>Whether <c>oob</c> was negotiated, so that <see cref="QmpExecuteOptions.OutOfBand"/> can be used.</summary>
    public bool OutOfBand { get; private set; }

    /// <summary>Completes when the connection has ended, and says why. Never fails.</summary>
    public Task<QmpDisconnect> Disconnected => _disconnected.Task;

    /// <summary>
    /// Closes the connection at once. Commands in flight end with <see cref="QmpConnectionException"/>; QEMU drops those it
    /// had not begun. Never waits for the peer; can be called again.
    /// </summary>
    public ValueTask DisposeAsync()
    {
        End(QmpDisconnectReason.Disposed, null);
        return default;
    }

    /// <summary>Ends the session, once, and tells everyone who waits for something.</summary>
    private void End(QmpDisconnectReason reason, Exception? cause)
    {
        var replied = new List<QmpOperation>();
        var lost = new List<(QmpOperation Operation, bool Sent)>();
        QmpSubscription[] subscriptions;
        QmpDisconnect end;
        lock (_gate)
        {
            if (_end is not null) return;
            if (_quitSent && reason is QmpDisconnectReason.ClosedByPeer or QmpDisconnectReason.Lost) reason = QmpDisconnectReason.Quit;
            var commands = new List<string>();
            while (_slots.Count > 0)
            {
                (QmpOperation? operation, string command) = _slots.Take();
                bool fulfilled = reason == QmpDisconnectReason.Quit && command == Quit;
                if (!fulfilled) commands.Add(command);
                if (operation is null) continue;
                operation.State = OperationState.Idle;
                if (fulfilled) replied.Add(operation);
                else lost.Add((operation, true));
            }

            foreach (QmpOperation operation in _outOfBand.Values)
            {
                commands.Add(operation.Command);
                operation.State = OperationState.Idle;
                lost.Add((operation, true));
            }

            _outOfBand.Clear();
            DrainInto(ref _urgent, lost);
            DrainInto(ref _waiting, lost);
            subscriptions = _subscriptions;
            _subscriptions = [];
            _end = end = new QmpDisconnect(reason, cause, commands);
            _limitTimer?.Dispose();
        }

        _transport.Dispose();
        foreach (QmpOperation operation in replied) operation.Complete("{}"u8);
        foreach ((QmpOperation operation, bool sent) in lost) operation.Fail(end.ToException(_peer, operation.Command, sent));
        foreach (QmpSubscription subscription in subscriptions) subscription.End(EndFor(end));
        _greeted.TrySetException(end.ToException(_peer));
        _ = _greeted.Task.Exception;
        _disconnected.TrySetResult(end);
    }

    private static void DrainInto(ref OperationQueue queue, List<(QmpOperation Operation, bool Sent)> lost)
    {
        while (queue.First is { } operation)
        {
            queue.Remove(operation);
            operation.State = OperationState.Idle;
            lost.Add((operation, false));
        }
    }

    private QmpConnectionException? EndFor(QmpDisconnect end) => end.IsOrderly ? null : end.ToException(_peer);

    private void ThrowIfEnded(string? command)
    {
        ObjectDisposedException.ThrowIf(_end is { Reason: QmpDisconnectReason.Disposed }, this);
        if (_end is not null) throw _end.ToException(_peer, command);
    }

    private QmpOperation Rent()
    {
        lock (_gate)
        {
            if (_free.TryPop(out QmpOperation? operation)) return operation;
        }

        return new QmpOperation(this);
    }

    private void Return(QmpOperation operation)
    {
        // Outside the lock: this waits for a cancellation callback that may be running and needs the lock itself.
        operation.Cancellation.Dispose();
        operation.Reset();
        lock (_gate)
        {
            if (_free.Count < MaxFreeOperations) _free.Push(operation);
        }
    }
}
