using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Moa.Model.Tests;

/// <summary>Writes docs/spec-reference.md from the JSON Schema.</summary>
internal sealed class SpecReference(JsonObject schema)
{
    private readonly StringBuilder text = new();

    /// <summary>The page.</summary>
    public string Write()
    {
        text.Append(
            """
            # The spec: every member

            Written from the model by a test (`MOA_ACCEPT_GOLDEN=1 ./test Model` writes it anew); by example it is in
            [spec.md](spec.md). Where a default is given it is QEMU's. **Bold** members must be said.


            """);
        Section("spec", schema);
        foreach (var (name, definition) in schema["$defs"]!.AsObject())
            Section(name, definition!);
        return text.ToString().TrimEnd() + "\n";
    }

    private void Section(string name, JsonNode definition)
    {
        text.Append($"## {name}\n\n");
        if (definition["anyOf"] is JsonArray alternatives)
        {
            text.Append($"{string.Join(" or ", alternatives.Select(each => Value(each!)))}.\n\n");
            return;
        }
        text.Append($"{definition["description"]}\n\n| member | value | meaning |\n|---|---|---|\n");
        var required = definition["required"]?.AsArray().Select(each => (string)each!).ToHashSet() ?? [];
        foreach (var (member, value) in definition["properties"]!.AsObject())
            text.Append($"| {(required.Contains(member) ? $"**`{member}`**" : $"`{member}`")} | {Value(value!)} | {Meaning(value!)} |\n");
        text.Append('\n');
        foreach (var (rule, sentence) in definition["x-rules"]?.AsObject() ?? [])
            text.Append($"- `{rule}`: {sentence}\n");
        text.Append(definition["x-rules"] is null ? "" : "\n");
    }

    private static string Meaning(JsonNode value) =>
        $"{value["description"]}{(value["default"] is { } byDefault ? $" Default: `{byDefault.ToJsonString()}`." : "")}".Replace("|", "\\|", StringComparison.Ordinal);

    private static string Value(JsonNode value)
    {
        if (value["$ref"] is { } reference)
        {
            var name = ((string)reference!)["#/$defs/".Length..];
            return $"[{name}](#{name.Replace(' ', '-')})";
        }
        if (value["anyOf"] is JsonArray alternatives)
            return string.Join(" or ", alternatives.Select(each => Value(each!)));
        if (value["const"] is { } constant)
            return $"`{constant}`";
        if (value["enum"] is JsonArray words)
            return words[0]!.GetValueKind() == JsonValueKind.True ? "true, false" : string.Join(", ", words.Where(IsWord).Select(word => $"`{word}`"));
        return (value["type"]!.ToJsonString().Trim('"')) switch
        {
            "array" => $"list of {Value(value["items"]!)}",
            "integer" => (long)value["maximum"]! == long.MaxValue ? $"{value["minimum"]} and more" : $"{value["minimum"]} to {value["maximum"]}",
            "boolean" => "true, false",
            "object" => "map",
            "string" => "text",
            _ => "size",
        };
    }

    private static bool IsWord(JsonNode? word) => word!.GetValueKind() is JsonValueKind.String or JsonValueKind.Number;
}
