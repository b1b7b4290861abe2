using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Moa.Model.CommandLines;

/// <summary>The two syntaxes of options with parts. Nothing else joins strings into an option.</summary>
internal static class OptionSyntax
{
    // QEMU reads UTF-8: only what JSON itself requires is escaped, so that people can read the result.
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>JSON on one line, as -device, -object, -blockdev and -netdev take it.</summary>
    public static string Json(JsonObject options)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes, Compact))
            options.WriteTo(writer);
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    /// <summary>
    /// <c>first,key=value,...</c>, where a comma in a value is doubled (QemuOpts and keyval). The first part needs no
    /// key and is a fixed word of QEMU; null when there is none.
    /// </summary>
    public static string Keyval(string? first, JsonObject options)
    {
        var text = new StringBuilder(first);
        foreach (var (key, value) in options)
        {
            if (text.Length > 0)
                text.Append(',');
            text.Append(key).Append('=').Append(Scalar(value!).Replace(",", ",,", StringComparison.Ordinal));
        }
        return text.ToString();
    }

    private static string Scalar(JsonNode value) => value.GetValueKind() switch
    {
        JsonValueKind.True => "on",
        JsonValueKind.False => "off",
        JsonValueKind.String => value.GetValue<string>(),
        _ => value.ToJsonString(),
    };
}
