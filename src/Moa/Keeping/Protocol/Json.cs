using System.Buffers;
using System.Text.Json;

namespace Moa.Keeping.Protocol;

/// <summary>
/// JSON by reader and writer only: the keeper is to stay small, and a serializer is not. Members it does not know are
/// skipped.
/// </summary>
internal static class Json
{
    /// <summary>One object, its members written by <paramref name="members"/>.</summary>
    public static byte[] Write<T>(T value, Action<Utf8JsonWriter, T> members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            members(writer, value);
            writer.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    public static void StartObject(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("An object was expected.");
    }

    /// <summary>Moves to the next member's value; false at the object's end.</summary>
    public static bool NextMember(ref Utf8JsonReader reader, out string name)
    {
        name = "";
        if (!reader.Read() || reader.TokenType != JsonTokenType.PropertyName)
            return false;
        name = reader.GetString()!;
        return reader.Read();
    }

    public static string String(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String ? reader.GetString()! : throw new JsonException("A string was expected.");

    public static List<string> Strings(ref Utf8JsonReader reader)
    {
        var strings = new List<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            strings.Add(String(ref reader));
        return strings;
    }

    public static void WriteStrings(Utf8JsonWriter writer, ReadOnlySpan<byte> name, List<string> strings)
    {
        writer.WriteStartArray(name);
        foreach (var text in strings)
            writer.WriteStringValue(text);
        writer.WriteEndArray();
    }

    public static List<QemuListener> Listeners(ref Utf8JsonReader reader)
    {
        var listeners = new List<QemuListener>();
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            var listener = new QemuListener("", -1);
            while (NextMember(ref reader, out var name))
            {
                if (name == "name")
                    listener = listener with { Name = String(ref reader) };
                else if (name == "number")
                    listener = listener with { Number = reader.GetInt32() };
                else
                    reader.Skip();
            }
            listeners.Add(listener);
        }
        return listeners;
    }

    public static void WriteListeners(Utf8JsonWriter writer, List<QemuListener> listeners)
    {
        writer.WriteStartArray("listeners"u8);
        foreach (var listener in listeners)
        {
            writer.WriteStartObject();
            writer.WriteString("name"u8, listener.Name);
            writer.WriteNumber("number"u8, listener.Number);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }
}
