using System.Text.Json;

namespace Moa.Guests.Protocol;

/// <summary>The payload of Exit: how a process ended. One of the two is null.</summary>
internal readonly record struct ExitPayload(int? Code, int? Signal) : IPayload
{
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        if (Signal is { } signal)
            json.WriteNumber("signal"u8, signal);
        else
            json.WriteNumber("code"u8, Code ?? 0);
        json.WriteEndObject();
    }

    /// <exception cref="InvalidPayloadException">The payload is not an Exit.</exception>
    public static ExitPayload Parse(ReadOnlySpan<byte> payload)
    {
        var status = default(ExitPayload);
        var reader = new PayloadReader(payload);
        while (reader.NextMember())
        {
            if (reader.Is("code"u8))
                status = status with { Code = reader.Number() };
            else if (reader.Is("signal"u8))
                status = status with { Signal = reader.Number() };
            else
                reader.Skip();
        }

        return status is { Code: null, Signal: null } or { Code: not null, Signal: not null }
            ? throw new InvalidPayloadException("An exit has a code or a signal.")
            : status;
    }
}
