using System.Text;
using System.Text.Json;
using Moa.Qmp;

namespace Moa.Probing;

/// <summary>What QEMU said about a device type, as it is kept: a word, then its properties or its words.</summary>
internal static class DeviceAnswer
{
    private const string Known = "known";
    private const string MissingWord = "missing";
    private const string FatalWord = "fatal";

    /// <summary>It told the properties.</summary>
    /// <exception cref="JsonException">The reply is not QEMU's; other exceptions of <see cref="JsonElement"/> say the same.</exception>
    public static byte[] Properties(QmpReply reply)
    {
        var text = new StringBuilder(Known);
        foreach (var property in reply.ToElement().EnumerateArray())
        {
            var description = property.TryGetProperty("description"u8, out var words) ? words.GetString()! : "";
            text.Append('\n').Append(property.GetProperty("name"u8).GetString())
                .Append('\t').Append(property.GetProperty("type"u8).GetString())
                .Append('\t').Append(KeptLines.Clean(description));
        }
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>It does not know the type.</summary>
    public static byte[] Missing() => Encoding.UTF8.GetBytes(MissingWord);

    /// <summary>The question ended it.</summary>
    public static byte[] Fatal(string words) => Encoding.UTF8.GetBytes($"{FatalWord}\n{KeptLines.Clean(words)}");

    /// <summary>Reads an answer; null where there is none, or it is something else.</summary>
    public static QemuDevice? TryParse(string type, byte[]? kept) => KeptLines.Split(kept) switch
    {
        [Known, ..] lines => ReadProperties(type, lines),
        [MissingWord] => new QemuDevice(type, Exists: false, null, new Dictionary<string, QemuProperty>()),
        [FatalWord, var words] => new QemuDevice(type, Exists: true, words, new Dictionary<string, QemuProperty>()),
        _ => null,
    };

    private static QemuDevice? ReadProperties(string type, string[] lines)
    {
        var properties = new Dictionary<string, QemuProperty>(lines.Length, StringComparer.Ordinal);
        for (var i = 1; i < lines.Length; i++)
        {
            if (lines[i].Split('\t') is not [var name, var kind, var description])
                return null;
            properties[name] = new QemuProperty(name, kind, KeptLines.NullIfEmpty(description));
        }
        return new QemuDevice(type, Exists: true, null, properties);
    }
}
