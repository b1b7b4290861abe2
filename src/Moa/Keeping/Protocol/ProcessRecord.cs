using System.Text.Json;
using Moa.Interop.Linux;
using Moa.Storing;

namespace Moa.Keeping.Protocol;

/// <summary>
/// <c>process.json</c> in the runtime folder: who keeps the machine and which process its QEMU is. It is written before
/// QEMU is started and again once it is. It concerns this boot only, so it is not flushed to the disk.
/// </summary>
internal sealed class ProcessRecord
{
    public const int Schema = 1;

    public string Id { get; set; } = "";

    /// <summary>The data folder.</summary>
    public string Data { get; set; } = "";

    public bool Temporary { get; set; }

    public string Boot { get; set; } = "";

    public int KeeperPid { get; set; }

    public long KeeperStartTime { get; set; }

    /// <summary>0 until QEMU was started.</summary>
    public int QemuPid { get; set; }

    public long QemuStartTime { get; set; }

    /// <summary>Whether QEMU's arguments carry the machine's mark.</summary>
    public bool Marked { get; set; }

    public List<QemuListener> Listeners { get; set; } = [];

    public void Save(string runtime)
    {
        var data = Json.Write(this, static (writer, record) =>
        {
            writer.WriteString("id"u8, record.Id);
            writer.WriteString("data"u8, record.Data);
            writer.WriteBoolean("temporary"u8, record.Temporary);
            writer.WriteString("boot"u8, record.Boot);
            writer.WriteNumber("keeperPid"u8, record.KeeperPid);
            writer.WriteNumber("keeperStartTime"u8, record.KeeperStartTime);
            writer.WriteNumber("qemuPid"u8, record.QemuPid);
            writer.WriteNumber("qemuStartTime"u8, record.QemuStartTime);
            writer.WriteBoolean("marked"u8, record.Marked);
            Json.WriteListeners(writer, record.Listeners);
        });
        NativeFile.Replace(Path.Combine(runtime, RuntimeFiles.Process), StateEnvelope.Wrap(Schema, data), durable: false);
    }

    /// <summary>Reads the record of a runtime folder; null when there is none, or it is damaged or newer.</summary>
    public static ProcessRecord? Load(string runtime)
    {
        byte[] file;
        try
        {
            file = NativeFile.Read(Path.Combine(runtime, RuntimeFiles.Process), 1 << 20);
        }
        catch (LinuxException e) when (e.Errno is Errno.ENOENT or Errno.ENOTDIR)
        {
            return null;
        }
        return StateEnvelope.Unwrap(file, Schema, out var data) == EnvelopeProblem.None ? Parse(data) : null;
    }

    private static ProcessRecord Parse(ReadOnlySpan<byte> json)
    {
        var record = new ProcessRecord();
        var reader = new Utf8JsonReader(json);
        Json.StartObject(ref reader);
        while (Json.NextMember(ref reader, out var name))
        {
            switch (name)
            {
                case "id": record.Id = Json.String(ref reader); break;
                case "data": record.Data = Json.String(ref reader); break;
                case "temporary": record.Temporary = reader.GetBoolean(); break;
                case "boot": record.Boot = Json.String(ref reader); break;
                case "keeperPid": record.KeeperPid = reader.GetInt32(); break;
                case "keeperStartTime": record.KeeperStartTime = reader.GetInt64(); break;
                case "qemuPid": record.QemuPid = reader.GetInt32(); break;
                case "qemuStartTime": record.QemuStartTime = reader.GetInt64(); break;
                case "marked": record.Marked = reader.GetBoolean(); break;
                case "listeners": record.Listeners = Json.Listeners(ref reader); break;
                default: reader.Skip(); break;
            }
        }
        return record;
    }
}
