using System.Diagnostics.CodeAnalysis;

namespace Moa.Qmp;

/// <summary>
/// A queue of events of its own, filled from the moment it is made. When its reader is slow the oldest events are dropped
/// and counted; replies and other subscriptions are never held up. One reader at a time.
/// </summary>
/// <remarks>
/// When the connection ends, what is queued can still be read; then reading throws <see cref="QmpConnectionException"/>,
/// or ends quietly if this side wanted the end (<c>quit</c>, disposing the client or the subscription).
/// </remarks>
public sealed class QmpSubscription : IAsyncEnumerable<QmpEvent>, IDisposable
{
    /// <summary>The most unread data kept, whatever the number of events.</summary>
    internal const int MaxQueuedBytes = 16 * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly Queue<QmpEvent> _queue = new();
    private readonly QmpClient _client;
    private readonly HashSet<string>? _names;
    private readonly int _capacity;
    private TaskCompletionSource? _arrival;
    private QmpConnectionException? _failure;
    private long _bytes;
    private long _dropped;
    private bool _ended;

    internal QmpSubscription(QmpClient client, QmpSubscriptionOptions options)
    {
        _client = client;
        _capacity = options.Capacity;
        _names = options.Names.Count == 0 ? null : new HashSet<string>(options.Names, StringComparer.Ordinal);
    }

    /// <summary>How many events were dropped because nobody read them in time, or because they were too large.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Takes the oldest unread event, if there is one.</summary>
    public bool TryRead([NotNullWhen(true)] out QmpEvent? item)
    {
        lock (_gate)
            return TryTake(out item);
    }

    /// <summary>Waits for the next event.</summary>
    /// <param name="cancellationToken">Ends the wait; no event is lost.</param>
    /// <returns>The event, or null when the subscription ended as this side wanted.</returns>
    /// <exception cref="QmpConnectionException">The connection ended, and all events before that were read.</exception>
    public async ValueTask<QmpEvent?> ReadAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Task arrival;
            lock (_gate)
            {
                if (TryTake(out var item))
                    return item;
                if (_failure is not null)
                    throw _failure;
                if (_ended)
                    return null;
                _arrival ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                arrival = _arrival.Task;
            }
            await arrival.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Waits for the first event that matches; those before it are taken and forgotten.</summary>
    /// <param name="match">Says whether an event is the one waited for. Runs on the waiting flow, so it may take its time.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="QmpConnectionException">The connection or the subscription ended before such an event came.</exception>
    public async ValueTask<QmpEvent> FirstAsync(Func<QmpEvent, bool> match, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(match);
        while (await ReadAsync(cancellationToken).ConfigureAwait(false) is { } item)
        {
            if (match(item))
                return item;
        }
        throw new QmpConnectionException("The subscription ended before the awaited event came.");
    }

    /// <summary>Reads all events until the subscription ends.</summary>
    public async IAsyncEnumerator<QmpEvent> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        while (await ReadAsync(cancellationToken).ConfigureAwait(false) is { } item)
            yield return item;
    }

    /// <summary>Ends the subscription: nothing more is queued, and a waiting reader gets the end.</summary>
    public void Dispose()
    {
        _client.Unsubscribe(this);
        End(null);
    }

    internal bool Wants(string name) => _names is null || _names.Contains(name);

    internal void Add(QmpEvent item)
    {
        TaskCompletionSource? arrival;
        lock (_gate)
        {
            if (_ended)
                return;
            _queue.Enqueue(item);
            _bytes += item.Data.Length;
            while (_queue.Count > _capacity || _bytes > MaxQueuedBytes)
            {
                _bytes -= _queue.Dequeue().Data.Length;
                CountDrop();
            }
            arrival = _arrival;
            _arrival = null;
        }
        arrival?.TrySetResult();
    }

    internal void CountDrop()
    {
        Interlocked.Increment(ref _dropped);
        QmpDiagnostics.EventsDropped.Add(1);
    }

    internal void End(QmpConnectionException? failure)
    {
        TaskCompletionSource? arrival;
        lock (_gate)
        {
            if (_ended)
                return;
            _ended = true;
            _failure = failure;
            arrival = _arrival;
            _arrival = null;
        }
        arrival?.TrySetResult();
    }

    private bool TryTake([NotNullWhen(true)] out QmpEvent? item)
    {
        if (!_queue.TryDequeue(out item))
            return false;
        _bytes -= item.Data.Length;
        return true;
    }
}
