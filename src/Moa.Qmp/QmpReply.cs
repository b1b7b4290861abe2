using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Moa.Qmp;

/// <summary>The <c>return</c> member of a reply: valid JSON, owned by whoever holds it.</summary>
public readonly struct QmpReply
{
    // A chain of backing files nests deeper than the 64 levels that System.Text.Json allows by itself; without a limit its
    // time would grow with the square of the depth.
    internal static readonly JsonDocumentOptions Deep = new() { MaxDepth = 1024 };

    internal QmpReply(ReadOnlyMemory<byte> json)
    {
        Json = json;
    }

    /// <summary>The value as UTF-8, exactly as QEMU wrote it: numbers have every digit, members their order.</summary>
    public ReadOnlyMemory<byte> Json { get; }

    /// <summary>Reads the value as a type of a source-generated JSON context.</summary>
    /// <exception cref="JsonException">The value is not a <typeparamref name="T"/>.</exception>
    public T? Read<T>(JsonTypeInfo<T> type) => JsonSerializer.Deserialize(Json.Span, type);

    /// <summary>Reads the value as a JSON tree of its own.</summary>
    /// <exception cref="JsonException">The value nests deeper than 1,024 levels.</exception>
    public JsonElement ToElement() => JsonElement.Parse(Json.Span, Deep);

    /// <summary>The value as text.</summary>
    public override string ToString() => Encoding.UTF8.GetString(Json.Span);
}
