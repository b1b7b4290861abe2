using System.Text;
using System.Text.Json;

namespace Moa.Qmp;

/// <content>Events: each subscription has its own queue.</content>
public sealed partial class QmpClient
{
    /// <summary>QEMU 10.2 has 57 events; a peer that invents names does not fill the memory.</summary>
    private const int MaxKnownNames = 256;

    // Replaced, never changed, under _gate; read without it.
    private volatile QmpSubscription[] _subscriptions = [];

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
        lock (_gate)
        {
            ThrowIfEnded(null);
            _subscriptions = [.. _subscriptions, subscription];
        }

        return subscription;
    }

    internal void Unsubscribe(QmpSubscription subscription)
    {
        lock (_gate) _subscriptions = [.. _subscriptions.Where(s => s != subscription)];
    }

    private void TakeEvent(in Message message)
    {
        QmpSubscription[] subscriptions = _subscriptions;
        if (subscriptions.Length == 0 || ReadName(message.Span(message.Value)) is not { } name) return;
        QmpEvent? item = null;
        foreach (QmpSubscription subscription in subscriptions)
        {
            if (!subscription.Wants(name)) continue;
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
        if (json.Length is < 3 or > 128 || json[0] != '"' || json[^1] != '"') return null;
        int length = Encoding.Latin1.GetChars(json[1..^1], name);
        name = name[..length];
        Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> known = _eventNames.GetAlternateLookup<ReadOnlySpan<char>>();
        if (known.TryGetValue(name, out string? found)) return found;
        if (name.ContainsAny("\"\\") || !System.Text.Ascii.IsValid(name)) return null;
        found = name.ToString();
        if (_eventNames.Count < MaxKnownNames) _eventNames.Add(found, found);
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
                if (reader.TokenType != JsonTokenType.PropertyName) continue;
                bool isSeconds = reader.ValueTextEquals("seconds"u8);
                bool isMicroseconds = reader.ValueTextEquals("microseconds"u8);
                if (!reader.Read() || reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out long value)) continue;
                if (isSeconds) seconds = value;
                else if (isMicroseconds) microseconds = value;
            }
        }
        catch (JsonException)
        {
            return null;
        }

        return seconds is >= 0 and <= MaxSeconds && microseconds is >= 0 and < 1_000_000
            ? DateTimeOffset.UnixEpoch.AddTicks((seconds * TimeSpan.TicksPerSecond) + (microseconds * TimeSpan.TicksPerMicrosecond))
            : null;
    }
}
