using System.Text;
using System.Text.Json;

namespace Moa.Keeping.Protocol;

/// <summary>What the keeper says about its machine; sent at each change and to each new client, and kept in <c>exit.json</c>.</summary>
internal sealed class KeeperState
{
    public const string Starting = "starting";
    public const string Running = "running";
    public const string Exited = "exited";
    public const string Failed = "failed";

    /// <summary>One of the constants above.</summary>
    public string State { get; set; } = Starting;

    public string Id { get; set; } = "";

    /// <summary>The data folder.</summary>
    public string Data { get; set; } = "";

    public bool Temporary { get; set; }

    /// <summary>Whether this keeper is not QEMU's parent, and so will not learn its exit status.</summary>
    public bool Adopted { get; set; }

    /// <summary>QEMU's pid; 0 when there never was one.</summary>
    public int Pid { get; set; }

    /// <summary>When QEMU was started, in clock ticks since boot.</summary>
    public long StartTime { get; set; }

    /// <summary>QEMU's greeting, as JSON; null without a monitor.</summary>
    public byte[]? Greeting { get; set; }

    /// <summary>Failed: what was attempted.</summary>
    public string? Stage { get; set; }

    /// <summary>Failed: the error number.</summary>
    public int Errno { get; set; }

    /// <summary>Failed: what went wrong.</summary>
    public string? Message { get; set; }

    /// <summary>Exited: the status; absent when a signal ended QEMU, or it was adopted.</summary>
    public int? Code { get; set; }

    /// <summary>Exited: the signal that ended QEMU.</summary>
    public int? Signal { get; set; }

    /// <summary>The reason in QEMU's last SHUTDOWN event.</summary>
    public string? Shutdown { get; set; }

    /// <summary>Whether the guest panicked since its last reset.</summary>
    public bool Panicked { get; set; }

    /// <summary>Exited: the last 16 KiB of what QEMU wrote to its stdout and stderr.</summary>
    public string? Stderr { get; set; }

    public byte[] ToJson() => Json.Write(this, static (writer, state) =>
    {
        writer.WriteString("state"u8, state.State);
        writer.WriteString("id"u8, state.Id);
        writer.WriteString("data"u8, state.Data);
        writer.WriteBoolean("temporary"u8, state.Temporary);
        if (state.Adopted)
            writer.WriteBoolean("adopted"u8, true);
        if (state.Pid != 0)
        {
            writer.WriteNumber("pid"u8, state.Pid);
            writer.WriteNumber("startTime"u8, state.StartTime);
        }
        if (state.Greeting is { } greeting)
        {
            writer.WritePropertyName("greeting"u8);
            writer.WriteRawValue(greeting);
        }
        if (state.Stage is not null)
        {
            writer.WriteString("stage"u8, state.Stage);
            writer.WriteNumber("errno"u8, state.Errno);
            writer.WriteString("message"u8, state.Message);
        }
        if (state.Code is { } code)
            writer.WriteNumber("code"u8, code);
        if (state.Signal is { } signal)
            writer.WriteNumber("signal"u8, signal);
        if (state.Shutdown is { } shutdown)
            writer.WriteString("shutdown"u8, shutdown);
        if (state.Panicked)
            writer.WriteBoolean("panicked"u8, true);
        if (state.Stderr is { } stderr)
            writer.WriteString("stderr"u8, stderr);
    });

    /// <exception cref="JsonException">It is not such an object.</exception>
    public static KeeperState Parse(ReadOnlySpan<byte> json)
    {
        var state = new KeeperState();
        var reader = new Utf8JsonReader(json);
        Json.StartObject(ref reader);
        while (Json.NextMember(ref reader, out var name))
        {
            switch (name)
            {
                case "state": state.State = Json.String(ref reader); break;
                case "id": state.Id = Json.String(ref reader); break;
                case "data": state.Data = Json.String(ref reader); break;
                case "temporary": state.Temporary = reader.GetBoolean(); break;
                case "adopted": state.Adopted = reader.GetBoolean(); break;
                case "pid": state.Pid = reader.GetInt32(); break;
                case "startTime": state.StartTime = reader.GetInt64(); break;
                case "greeting":
                    var start = (int)reader.TokenStartIndex;
                    reader.Skip();
                    state.Greeting = json[start..(int)reader.BytesConsumed].ToArray();
                    break;
                case "stage": state.Stage = Json.String(ref reader); break;
                case "errno": state.Errno = reader.GetInt32(); break;
                case "message": state.Message = reader.GetString(); break;
                case "code": state.Code = reader.GetInt32(); break;
                case "signal": state.Signal = reader.GetInt32(); break;
                case "shutdown": state.Shutdown = reader.GetString(); break;
                case "panicked": state.Panicked = reader.GetBoolean(); break;
                case "stderr": state.Stderr = reader.GetString(); break;
                default: reader.Skip(); break;
            }
        }
        return state;
    }

    public override string ToString() => Encoding.UTF8.GetString(ToJson());
}
