using System.Text.Json;

namespace Moa.Guests.Protocol;

/// <summary>The payload of Power.</summary>
internal readonly record struct PowerPayload(string Action) : IPayload
{
    public const string PowerOff = "poweroff";
    public const string Reboot = "reboot";
    public const string Sync = "sync";

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("action"u8, Action);
        json.WriteEndObject();
    }

    /// <exception cref="InvalidPayloadException">The payload is not a Power.</exception>
    public static PowerPayload Parse(ReadOnlySpan<byte> payload)
    {
        var action = "";
        var reader = new PayloadReader(payload);
        while (reader.NextMember())
        {
            if (reader.Is("action"u8))
                action = reader.Text();
            else
                reader.Skip();
        }

        return action is PowerOff or Reboot or Sync
            ? new PowerPayload(action)
            : throw new InvalidPayloadException($"'{action}' is not an action: poweroff, reboot or sync.");
    }
}
