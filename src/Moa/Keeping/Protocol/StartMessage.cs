using System.Text.Json;

namespace Moa.Keeping.Protocol;

/// <summary>What the starter of a machine tells its keeper, which then starts QEMU or adopts one that runs.</summary>
internal sealed class StartMessage
{
    public string Id { get; set; } = "";

    /// <summary>The runtime folder; it exists.</summary>
    public string Runtime { get; set; } = "";

    /// <summary>The data folder; it exists.</summary>
    public string Data { get; set; } = "";

    public bool Temporary { get; set; }

    public List<QemuListener> Listeners { get; set; } = [];

    /// <summary>Start: the program's path.</summary>
    public string File { get; set; } = "";

    /// <summary>Start: the arguments without the program's name.</summary>
    public List<string> Arguments { get; set; } = [];

    /// <summary>Start: entries <c>NAME=value</c>; null is the keeper's own.</summary>
    public List<string>? Environment { get; set; }

    /// <summary>Start: QEMU's working folder.</summary>
    public string Folder { get; set; } = "/";

    /// <summary>Start: the numbers in QEMU of the descriptors that come along, in order.</summary>
    public List<int> Descriptors { get; set; } = [];

    /// <summary>Adopt: QEMU's pid; 0 in a Start.</summary>
    public int Pid { get; set; }

    /// <summary>Adopt: when QEMU was started, in clock ticks since boot.</summary>
    public long StartTime { get; set; }

    /// <summary>Adopt: whether QEMU's arguments carry the machine's mark.</summary>
    public bool Marked { get; set; }

    public byte[] ToJson() => Json.Write(this, static (writer, message) =>
    {
        writer.WriteString("id"u8, message.Id);
        writer.WriteString("runtime"u8, message.Runtime);
        writer.WriteString("data"u8, message.Data);
        writer.WriteBoolean("temporary"u8, message.Temporary);
        Json.WriteListeners(writer, message.Listeners);
        if (message.Pid != 0)
        {
            writer.WriteNumber("pid"u8, message.Pid);
            writer.WriteNumber("startTime"u8, message.StartTime);
            writer.WriteBoolean("marked"u8, message.Marked);
            return;
        }
        writer.WriteString("file"u8, message.File);
        Json.WriteStrings(writer, "arguments"u8, message.Arguments);
        if (message.Environment is { } environment)
            Json.WriteStrings(writer, "environment"u8, environment);
        writer.WriteString("folder"u8, message.Folder);
        writer.WriteStartArray("descriptors"u8);
        foreach (var number in message.Descriptors)
            writer.WriteNumberValue(number);
        writer.WriteEndArray();
    });

    /// <exception cref="JsonException">It is not such a message.</exception>
    public static StartMessage Parse(ReadOnlySpan<byte> json)
    {
        var message = new StartMessage();
        var reader = new Utf8JsonReader(json);
        Json.StartObject(ref reader);
        while (Json.NextMember(ref reader, out var name))
        {
            switch (name)
            {
                case "id": message.Id = Json.String(ref reader); break;
                case "runtime": message.Runtime = Json.String(ref reader); break;
                case "data": message.Data = Json.String(ref reader); break;
                case "temporary": message.Temporary = reader.GetBoolean(); break;
                case "listeners": message.Listeners = Json.Listeners(ref reader); break;
                case "file": message.File = Json.String(ref reader); break;
                case "arguments": message.Arguments = Json.Strings(ref reader); break;
                case "environment" when reader.TokenType != JsonTokenType.Null: message.Environment = Json.Strings(ref reader); break;
                case "folder": message.Folder = Json.String(ref reader); break;
                case "descriptors":
                    while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                        message.Descriptors.Add(reader.GetInt32());
                    break;
                case "pid": message.Pid = reader.GetInt32(); break;
                case "marked": message.Marked = reader.GetBoolean(); break;
                case "startTime": message.StartTime = reader.GetInt64(); break;
                default: reader.Skip(); break;
            }
        }
        return message;
    }
}
