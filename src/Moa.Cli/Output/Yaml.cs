using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Moa.Cli.Output;

/// <summary>JSON data as YAML for people: block style, with strings quoted where they could be taken for something else.</summary>
internal static class Yaml
{
    private static readonly JsonSerializerOptions s_plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(JsonNode? node)
    {
        var text = new StringBuilder();
        if (node is JsonObject { Count: > 0 } or JsonArray { Count: > 0 })
            WriteBlock(node, 0, text);
        else
            text.AppendLine(Scalar(node));
        return text.ToString();
    }

    private static void WriteBlock(JsonNode node, int indent, StringBuilder text)
    {
        var entries = node is JsonObject members
            ? members.Select(static member => (Lead: $"{Word(member.Key)}:", member.Value))
            : node.AsArray().Select(static item => (Lead: "-", Value: item));
        foreach (var (lead, value) in entries)
        {
            text.Append(' ', indent).Append(lead);
            if (value is JsonObject { Count: > 0 } or JsonArray { Count: > 0 })
            {
                var inner = new StringBuilder();
                WriteBlock(value, indent + 2, inner);
                // The first line of an item stands beside its dash.
                text.Append(lead == "-" ? " " + inner.ToString().TrimStart(' ') : Environment.NewLine + inner);
            }
            else
            {
                text.Append(' ').AppendLine(Scalar(value));
            }
        }
    }

    private static string Scalar(JsonNode? value) => value switch
    {
        null => "null",
        JsonObject => "{}",
        JsonArray => "[]",
        JsonValue scalar when scalar.GetValueKind() == JsonValueKind.String => Word(scalar.GetValue<string>()),
        _ => value.ToJsonString(s_plain),
    };

    private static string Word(string text)
    {
        var plain = text.Length > 0 && char.IsAsciiLetter(text[0])
            && text.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' or '/')
            && text.ToLowerInvariant() is not ("true" or "false" or "null" or "yes" or "no" or "on" or "off" or "y" or "n");
        return plain ? text : JsonValue.Create(text).ToJsonString(s_plain);
    }
}
