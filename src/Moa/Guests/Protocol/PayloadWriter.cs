using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Moa.Guests.Protocol;

/// <summary>Writes JSON payloads as compactly as JSON allows.</summary>
internal static class PayloadWriter
{
    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    public static byte[] ToBytes(IPayload payload)
    {
        var bytes = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(bytes, Options))
            payload.Write(json);
        return bytes.WrittenSpan.ToArray();
    }
}
