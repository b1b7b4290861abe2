using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Moa.Model.CommandLines;

/// <summary>The two syntaxes of options with parts. Nothing else joins strings into an option.</summary>
internal static class OptionSyntax
{
    /// <summary>
    /// JSON on one line, as -device, -object, -blockdev and -netdev take it. Only what JSON itself requires is escaped,
    /// so that people can read the result.
    /// </summary>
    public static string Json(JsonObject options)
    {
        var text = new StringBuilder();
        AppendJson(text, options);
        return text.ToString();
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
            text.Append(key).Append('=').Append(value!.GetValueKind() switch
            {
                JsonValueKind.True => "on",
                JsonValueKind.False => "off",
                JsonValueKind.Number => Number(value),
                _ => value.GetValue<string>().Replace(",", ",,", StringComparison.Ordinal),
            });
        }
        return text.ToString();
    }

    private static void AppendJson(StringBuilder text, JsonNode value)
    {
        switch (value.GetValueKind())
        {
            case JsonValueKind.Object:
                AppendObject(text, value.AsObject());
                break;
            case JsonValueKind.Array:
                AppendArray(text, value.AsArray());
                break;
            case JsonValueKind.String:
                AppendString(text, value.GetValue<string>());
                break;
            case JsonValueKind.Number:
                text.Append(Number(value));
                break;
            default:
                text.Append(value.GetValueKind() == JsonValueKind.True ? "true" : "false");
                break;
        }
    }

    private static void AppendObject(StringBuilder text, JsonObject members)
    {
        var start = '{';
        foreach (var (name, value) in members)
        {
            AppendString(text.Append(start), name);
            AppendJson(text.Append(':'), value!);
            start = ',';
        }
        text.Append(members.Count == 0 ? "{}" : "}");
    }

    private static void AppendArray(StringBuilder text, JsonArray items)
    {
        var start = '[';
        foreach (var item in items)
        {
            AppendJson(text.Append(start), item!);
            start = ',';
        }
        text.Append(items.Count == 0 ? "[]" : "]");
    }

    private static void AppendString(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var character in value)
        {
            if (character is '"' or '\\')
                text.Append('\\').Append(character);
            else if (character is < ' ' or '\u007f')
                text.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
            else
                text.Append(character);
        }
        text.Append('"');
    }

    private static string Number(JsonNode value) => value.GetValue<long>().ToString(CultureInfo.InvariantCulture);
}
