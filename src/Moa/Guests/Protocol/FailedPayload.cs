using System.Text.Json;

namespace Moa.Guests.Protocol;

/// <summary>The payload of Failed: why a request was not carried out.</summary>
internal sealed record FailedPayload(string Error, string Message) : IPayload
{
    public const string NotFound = "not-found";
    public const string NotExecutable = "not-executable";
    public const string Invalid = "invalid";
    public const string Other = "failed";

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("error"u8, Error);
        json.WriteString("message"u8, Message);
        json.WriteEndObject();
    }

    /// <exception cref="InvalidPayloadException">The payload is not a Failed.</exception>
    public static FailedPayload Parse(ReadOnlySpan<byte> payload)
    {
        var failure = new FailedPayload(Other, "");
        var reader = new PayloadReader(payload);
        while (reader.NextMember())
        {
            if (reader.Is("error"u8))
                failure = failure with { Error = reader.Text() };
            else if (reader.Is("message"u8))
                failure = failure with { Message = reader.Text() };
            else
                reader.Skip();
        }

        return failure;
    }
}
