using System.Text.Json;

namespace Moa.Guests.Protocol;

/// <summary>The terminal a command runs on: its size in characters, and what TERM says it is.</summary>
internal sealed record TerminalPayload(ushort Rows, ushort Columns, string Type)
{
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject("terminal"u8);
        json.WriteNumber("rows"u8, Rows);
        json.WriteNumber("columns"u8, Columns);
        json.WriteString("type"u8, Type);
        json.WriteEndObject();
    }

    public static TerminalPayload Parse(ref PayloadReader reader)
    {
        reader.EnterObject();
        var terminal = new TerminalPayload(24, 80, "linux");
        while (reader.NextMember())
        {
            if (reader.Is("rows"u8))
                terminal = terminal with { Rows = Size(reader.Number()) };
            else if (reader.Is("columns"u8))
                terminal = terminal with { Columns = Size(reader.Number()) };
            else if (reader.Is("type"u8))
                terminal = terminal with { Type = reader.Text() };
            else
                reader.Skip();
        }

        return terminal.Type.Contains('\0')
            ? throw new InvalidPayloadException("A terminal's type cannot contain a zero byte.")
            : terminal;
    }

    private static ushort Size(int value) => value is >= 0 and <= ushort.MaxValue
        ? (ushort)value
        : throw new InvalidPayloadException("A terminal has at most 65535 rows and columns.");
}
