using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Moa.Storing;

/// <summary>
/// The form of every state file: <c>{"schema":1,"checksum":"crc32c:xxxxxxxx","data":{...}}</c>, where the checksum covers
/// the bytes of <c>data</c>.
/// </summary>
internal static class StateEnvelope
{
    private const string ChecksumPrefix = "crc32c:";

    /// <summary>Wraps one JSON object.</summary>
    public static byte[] Wrap(int schema, ReadOnlySpan<byte> data)
    {
        var buffer = new ArrayBufferWriter<byte>(data.Length + 64);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteNumber("schema"u8, schema);
            writer.WriteString("checksum"u8, ChecksumPrefix + Checksum(data).ToString("x8", null));
            writer.WritePropertyName("data"u8);
            writer.WriteRawValue(data);
            writer.WriteEndObject();
        }
        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Takes the object out again.</summary>
    /// <param name="file">The content of the file.</param>
    /// <param name="newestSchema">The newest schema this program can read.</param>
    /// <param name="data">The bytes of <c>data</c>; empty unless the result is <see cref="EnvelopeProblem.None"/>.</param>
    public static EnvelopeProblem Unwrap(ReadOnlySpan<byte> file, int newestSchema, out ReadOnlySpan<byte> data)
    {
        data = default;
        var schema = 0;
        string? checksum = null;
        ReadOnlySpan<byte> content = default;
        try
        {
            var reader = new Utf8JsonReader(file);
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("schema"u8) && reader.Read())
                    schema = reader.GetInt32();
                else if (reader.ValueTextEquals("checksum"u8) && reader.Read())
                    checksum = reader.GetString();
                else if (reader.ValueTextEquals("data"u8) && reader.Read())
                {
                    var start = (int)reader.TokenStartIndex;
                    reader.Skip();
                    content = file[start..(int)reader.BytesConsumed];
                }
                else
                    reader.Skip();
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return schema > newestSchema ? EnvelopeProblem.Newer : EnvelopeProblem.Damaged;
        }
        if (schema > newestSchema)
            return EnvelopeProblem.Newer;
        if (schema < 1 || content.IsEmpty || checksum != ChecksumPrefix + Checksum(content).ToString("x8", null))
            return EnvelopeProblem.Damaged;
        data = content;
        return EnvelopeProblem.None;
    }

    /// <summary>CRC-32C, as iSCSI and ext4 use it.</summary>
    public static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (var word in words)
            crc = BitOperations.Crc32C(crc, word);
        foreach (var last in bytes[(words.Length * sizeof(ulong))..])
            crc = BitOperations.Crc32C(crc, last);
        return ~crc;
    }
}
