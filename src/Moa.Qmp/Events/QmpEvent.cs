using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Moa.Qmp;

/// <summary>Something QEMU reported by itself. Events unknown to this library are ordinary ones.</summary>
public sealed class QmpEvent
{
    internal QmpEvent(string name, ReadOnlyMemory<byte> data, DateTimeOffset? timestamp)
    {
        Name = name;
        Data = data;
        Timestamp = timestamp;
    }

    /// <summary>QEMU's name for it, such as <c>SHUTDOWN</c>.</summary>
    public string Name { get; }

    /// <summary>
    /// The <c>data</c> member as UTF-8, exactly as QEMU wrote it and not yet checked to be valid JSON; empty where the event
    /// has none.
    /// </summary>
    public ReadOnlyMemory<byte> Data { get; }

    /// <summary>When it happened by the host's clock, to the microsecond; null where QEMU could not tell.</summary>
    public DateTimeOffset? Timestamp { get; }

    /// <summary>Reads <see cref="Data"/> as a type of a source-generated JSON context.</summary>
    /// <exception cref="JsonException">The data is not a <typeparamref name="T"/>, or there is none.</exception>
    public T? Read<T>(JsonTypeInfo<T> type) => JsonSerializer.Deserialize(Data.Span, type);

    /// <summary>Reads <see cref="Data"/> as a JSON tree; one of kind <see cref="JsonValueKind.Undefined"/> where there is none.</summary>
    /// <exception cref="JsonException">The data is not valid JSON, or nests deeper than 1,024 levels.</exception>
    public JsonElement ToElement() => Data.IsEmpty ? default : JsonElement.Parse(Data.Span, QmpReply.Deep);

    /// <summary>The name and the data.</summary>
    public override string ToString() =>
        Data.IsEmpty ? Name : $"{Name} {System.Text.Encoding.UTF8.GetString(Data.Span)}";
}
