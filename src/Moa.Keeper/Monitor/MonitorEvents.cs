using System.Text.Json;

namespace Moa.Keeper;

/// <summary>What the exit report needs of QEMU's events.</summary>
internal sealed class MonitorEvents
{
    /// <summary>The reason in the last SHUTDOWN event.</summary>
    public string? Shutdown { get; private set; }

    /// <summary>Whether the guest panicked since it was last reset.</summary>
    public bool Panicked { get; set; }

    public void OnEvent(ReadOnlySpan<byte> message)
    {
        string? name = null;
        string? reason = null;
        try
        {
            var reader = new Utf8JsonReader(message);
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.PropertyName)
                    continue;
                if (reader.CurrentDepth == 1 && reader.ValueTextEquals("event"u8) && reader.Read())
                    name = reader.GetString();
                else if (reader.CurrentDepth == 2 && reader.ValueTextEquals("reason"u8) && reader.Read())
                    reason = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
            }
        }
        catch (JsonException)
        {
            return;
        }
        switch (name)
        {
            case "SHUTDOWN":
                Shutdown = reason ?? "unknown";
                break;
            case "GUEST_PANICKED":
                Panicked = true;
                break;
            case "RESET":
                Panicked = false;
                break;
        }
    }
}
