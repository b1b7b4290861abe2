using System.Text;
using System.Text.Json;

namespace Moa.Qmp;

/// <content>Events: each subscription has its own queue.</content>
public sealed partial class QmpClient
{
    /// <summary>QEMU 10.2 has 57 events; a peer that invents names does not fill the memory.</summary>
    private const int MaxKnownNames = 256;

    private readonly Lock _subscribing = new();

    // Replaced, never changed, under _subscribing; read without it. Null when the connection has ended.
    private volatile QmpSubscription[]? _subscriptions = [];

    // The reader's own.
    private readonly Dictionary<string, string> _eventNames = new(StringComparer.Ordinal);

    /// <summary>Gets events from now on: of the given names, or all when none is given. Subscribe before you send.</summary>
    /// <param name="names">QEMU's names, such as <c>SHUTDOWN</c>.</param>
    /// <returns>The queue. Dispose it.</returns>
    /// <exception cref="ObjectDisposedException">The client was disposed.</exception>
    /// <exception cref="QmpConnectionException">The connection has ended.</exception>
    public QmpSubscription Subscribe(params string[] names) => Subscribe(new QmpSubscriptionOptions { Names = names });

    /// <inheritdoc cref="Subscribe(string[])"/>
    /// <param name="options">Which events, and how many to keep.</param>
    public QmpSubscription Subscribe(QmpSubscriptionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var subscription = new QmpSubscription(this, options);
        lock (_subscribing)
        {
            if (_subscriptions is { } present)
            {
                _subscriptions = [.. present, subscription];
                return subscription;
            }
        }
        var end = Disconnected.Result;
        ObjectDisposedException.ThrowIf(end.Reason == QmpDisconnectReason.Disposed, this);
        throw end.ToException(_session.Peer);
    }

    /// <summary>
    /// Does something and waits for the event that it leads to. The event is listened for before anything is sent and can
    /// come before or after the reply.
    /// </summary>
    /// <typeparam name="T">What <paramref name="send"/> returns.</typeparam>
    /// <param name="names">QEMU's names of the events that may end the wait, such as <c>DEVICE_DELETED</c> and
    /// <c>DEVICE_UNPLUG_GUEST_ERROR</c>.</param>
    /// <param name="match">Says whether an event of these names is the one.</param>
    /// <param name="send">Sends the command, or several. It is given a token that ends with the wait.</param>
    /// <param name="limit">How long all of it may take; null takes <see cref="QmpClientOptions.CommandTimeout"/>.</param>
    /// <param name="cancellationToken">Ends the wait; what was sent is carried out all the same.</param>
    /// <returns>What <paramref name="send"/> returned, and the event.</returns>
    /// <exception cref="MoaTimeoutException">The limit ran out before the event came.</exception>
    /// <exception cref="QmpConnectionException">The connection ended before the event came.</exception>
    public async Task<(T Result, QmpEvent Event)> SendAndWaitAsync<T>(
        IReadOnlyCollection<string> names,
        Func<QmpEvent, bool> match,
        Func<CancellationToken, ValueTask<T>> send,
        TimeSpan? limit = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(match);
        ArgumentNullException.ThrowIfNull(send);
        var allowed = QmpClientOptions.CheckLimit(limit ?? _options.CommandTimeout);
        using var end = new TimeLimit(allowed, _options.TimeProvider, cancellationToken);
        using var events = Subscribe(new QmpSubscriptionOptions { Names = names, Capacity = int.MaxValue });
        var arrival = events.FirstAsync(match, end.Token).AsTask();
        try
        {
            var result = await send(end.Token).ConfigureAwait(false);
            return (result, await arrival.ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (end.Token.IsCancellationRequested)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var lost = events.Dropped == 0 ? "" : $" {events.Dropped} events were dropped because they came too fast.";
            var wanted = string.Join(" or ", names);
            throw new MoaTimeoutException(wanted, allowed, $"{wanted} did not come within {allowed.TotalSeconds} s.{lost}");
        }
        finally
        {
            events.Dispose();
            await ((Task)arrival).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    internal void Unsubscribe(QmpSubscription subscription)
    {
        lock (_subscribing)
            _subscriptions = _subscriptions?.Where(one => one != subscription).ToArray();
    }

    private void EndSubscriptions(QmpDisconnect end)
    {
        QmpSubscription[] present;
        lock (_subscribing)
        {
            present = _subscriptions ?? [];
            _subscriptions = null;
        }
        foreach (var subscription in present)
            subscription.End(end.IsOrderly ? null : end.ToException(_session.Peer));
    }

    private void TakeEvent(in Message message)
    {
        if (_subscriptions is not { Length: > 0 } subscriptions)
            return;
        if (ReadName(message.Span(message.Value)) is not { } name)
        {
            QmpDiagnostics.MessagesSkipped.Add(1);
            return;
        }
        QmpEvent? item = null;
        foreach (var subscription in subscriptions)
        {
            if (!subscription.Wants(name))
                continue;
            if (message.Fault != MessageFault.None)
            {
                subscription.CountDrop();
                continue;
            }
            item ??= new QmpEvent(name, message.Span(message.Data).ToArray(), ReadTimestamp(message.Span(message.Timestamp)));
            subscription.Add(item);
        }
    }

    /// <summary>The name as a string, made once for each name; null when it is not a plain one.</summary>
    private string? ReadName(ReadOnlySpan<byte> json)
    {
        Span<char> name = stackalloc char[128];
        if (json.Length is < 3 or > 128 || json[0] != '"' || json[^1] != '"')
            return null;
        var length = Encoding.Latin1.GetChars(json[1..^1], name);
        name = name[..length];
        var known = _eventNames.GetAlternateLookup<ReadOnlySpan<char>>();
        if (known.TryGetValue(name, out var found))
            return found;
        if (name.ContainsAny("\"\\") || !Ascii.IsValid(name))
            return null;
        found = name.ToString();
        if (_eventNames.Count < MaxKnownNames)
            _eventNames.Add(found, found);
        return found;
    }

    private static DateTimeOffset? ReadTimestamp(ReadOnlySpan<byte> json)
    {
        const long MaxSeconds = 253402300799; // the end of the year 9999
        long seconds = -1;
        long microseconds = -1;
        try
        {
            var reader = new Utf8JsonReader(json);
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.PropertyName)
                    continue;
                var isSeconds = reader.ValueTextEquals("seconds"u8);
                var isMicroseconds = reader.ValueTextEquals("microseconds"u8);
                if (!reader.Read() || reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out var value))
                    continue;
                if (isSeconds)
                    seconds = value;
                else if (isMicroseconds)
                    microseconds = value;
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
        return seconds is >= 0 and <= MaxSeconds && microseconds is >= 0 and < 1_000_000
            ? DateTimeOffset.UnixEpoch.AddTicks((seconds * TimeSpan.TicksPerSecond) + (microseconds * TimeSpan.TicksPerMicrosecond))
            : null;
    }
}
