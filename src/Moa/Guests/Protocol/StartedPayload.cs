using System.Text.Json;

namespace Moa.Guests.Protocol;

/// <summary>The payload of Started: the process has begun.</summary>
internal readonly record struct StartedPayload(int ProcessId) : IPayload
{
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("pid"u8, ProcessId);
        json.WriteEndObject();
    }

    /// <exception cref="InvalidPayloadException">The payload is not a Started.</exception>
    public static StartedPayload Parse(ReadOnlySpan<byte> payload)
    {
        var processId = 0;
        var reader = new PayloadReader(payload);
        while (reader.NextMember())
        {
            if (reader.Is("pid"u8))
                processId = reader.Number();
            else
                reader.Skip();
        }

        return new StartedPayload(processId);
    }
}
