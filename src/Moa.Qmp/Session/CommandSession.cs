namespace Moa.Qmp;

/// <summary>
/// Commands and their replies over one connection: a line of waiting commands, a window of sent ones, one sender, one
/// reader. Safe for any number of callers. No code of a caller ever runs on the reader.
/// </summary>
internal sealed partial class CommandSession
{
    private const int MaxFreeOperations = 64;

    private readonly Lock _gate = new();
    private readonly QmpTransport _transport;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _commandLimit;
    private readonly int _maxMessageBytes;
    private readonly MessageHandler _otherMessage;
    private readonly Action<QmpDisconnect> _ended;
    private readonly TaskCompletionSource<QmpDisconnect> _disconnected = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // All below changes under _gate only.
    private readonly Stack<QmpOperation> _free = new();
    private QmpDisconnect? _end;

    /// <summary>Creates a session that does nothing until <see cref="StartReading"/>.</summary>
    /// <param name="transport">The connection, which is the session's from now on.</param>
    /// <param name="peer">Who is at the other end, for errors.</param>
    /// <param name="options">Limits and clock.</param>
    /// <param name="otherMessage">Gets every message that is not a reply.</param>
    /// <param name="ended">Called once when the session has ended.</param>
    public CommandSession(
        QmpTransport transport, string peer, QmpClientOptions options, MessageHandler otherMessage, Action<QmpDisconnect> ended)
    {
        _transport = transport;
        Peer = peer;
        _clock = options.TimeProvider;
        _commandLimit = options.CommandTimeout;
        _maxMessageBytes = options.MaxMessageBytes;
        _reader = new MessageReader(options.MaxMessageBytes);
        _otherMessage = otherMessage;
        _ended = ended;
    }

    /// <summary>Takes a message that is not a reply, on the reader; false when it is not known what it is.</summary>
    public delegate bool MessageHandler(in Message message);

    public string Peer { get; }

    public bool AllowsOutOfBand { get; private set; }

    public Task<QmpDisconnect> Disconnected => _disconnected.Task;

    /// <summary>Sets how many commands may be in flight, and whether some may overtake; 1 and none before.</summary>
    public void Open(int window, bool allowsOutOfBand)
    {
        lock (_gate)
        {
            _window = window;
            AllowsOutOfBand = allowsOutOfBand;
        }
    }

    /// <summary>Ends the session, once, and tells everyone who waits for something.</summary>
    public void End(QmpDisconnectReason reason, Exception? cause)
    {
        var replied = new List<QmpOperation>();
        var lost = new List<(QmpOperation Operation, bool Sent)>();
        QmpDisconnect end;
        lock (_gate)
        {
            if (_end is not null)
                return;
            if (_quitSent && reason is QmpDisconnectReason.ClosedByPeer or QmpDisconnectReason.Lost)
                reason = QmpDisconnectReason.Quit;
            var commands = new List<string>();
            while (_slots.Count > 0)
            {
                (var operation, var command) = _slots.Take();
                var fulfilled = reason == QmpDisconnectReason.Quit && command == Quit;
                if (!fulfilled)
                    commands.Add(command);
                if (operation is null)
                    continue;
                operation.State = OperationState.Idle;
                if (fulfilled)
                    replied.Add(operation);
                else
                    lost.Add((operation, true));
            }
            foreach (var operation in _outOfBand.Values)
            {
                commands.Add(operation.Command);
                operation.State = OperationState.Idle;
                lost.Add((operation, true));
            }
            _outOfBand.Clear();
            DrainInto(ref _urgent, lost);
            DrainInto(ref _waiting, lost);
            _end = end = new QmpDisconnect(reason, cause, commands);
            _limitTimer?.Dispose();
        }
        _transport.Dispose();
        foreach (var operation in replied)
            operation.Complete("{}"u8);
        foreach ((var operation, var sent) in lost)
            operation.Fail(end.ToException(Peer, operation.Command, sent));
        _disconnected.TrySetResult(end);
        _ended(end);
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

    /// <summary>Throws once the session has ended; under the lock.</summary>
    private void ThrowIfEnded(string command)
    {
        ObjectDisposedException.ThrowIf(_end is { Reason: QmpDisconnectReason.Disposed }, typeof(QmpClient));
        if (_end is not null)
            throw _end.ToException(Peer, command);
    }

    private QmpOperation Rent()
    {
        lock (_gate)
        {
            if (_free.TryPop(out var operation))
                return operation;
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
            if (_free.Count < MaxFreeOperations)
                _free.Push(operation);
        }
    }
}
