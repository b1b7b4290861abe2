using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Moa.Model.Tests;

/// <summary>As much of a JSON Schema validator as our schema needs; also notes which properties it met.</summary>
internal sealed class JsonSchema(JsonNode schema)
{
    /// <summary>
    /// The definitions that were met, and the properties as <c>family.property</c>: what the leaves of a hierarchy have
    /// in common counts once.
    /// </summary>
    public HashSet<string> Met { get; } = [];

    /// <summary>All that there are.</summary>
    public IEnumerable<string> All => Properties("spec", schema)
        .Concat(schema["$defs"]!.AsObject().SelectMany(definition => Properties(definition.Key, definition.Value!)));

    /// <summary>Why the value is not valid; null when it is.</summary>
    public string? Validate(JsonNode value) => Validate(schema, value, "", "spec");

    private string? Validate(JsonNode part, JsonNode value, string path, string name)
    {
        if (part["$ref"] is { } reference)
        {
            var key = ((string)reference!)["#/$defs/".Length..];
            return Validate(schema["$defs"]![key]!, value, path, key);
        }
        if (part["anyOf"] is JsonArray alternatives)
        {
            var faults = alternatives.Select(each => Validate(each!, value, path, name)).ToList();
            return faults.Contains(null) ? null : string.Join(" | ", faults);
        }
        if (part["const"] is { } constant)
            return JsonNode.DeepEquals(constant, value) ? null : $"{path}: is not {constant}";
        if (part["enum"] is JsonArray words)
            return words.Any(word => JsonNode.DeepEquals(word, value)) ? null : $"{path}: is not among {words.ToJsonString()}";
        var types = part["type"] is JsonArray several ? several.Select(type => (string)type!) : [(string)part["type"]!];
        if (!types.Contains(TypeOf(value)))
            return $"{path}: is {TypeOf(value)}";
        return value switch
        {
            JsonObject members => ValidateObject(part, members, path, name),
            JsonArray items => items.Select((item, n) => Validate(part["items"]!, item!, $"{path}[{n}]", name)).FirstOrDefault(fault => fault is not null),
            _ => ValidateScalar(part, value, path),
        };
    }

    private string? ValidateObject(JsonNode part, JsonObject members, string path, string name)
    {
        foreach (var required in part["required"]?.AsArray() ?? [])
        {
            if (!members.ContainsKey((string)required!))
                return $"{path}: has no {required}";
        }
        foreach (var (key, value) in members)
        {
            var property = part["properties"]?[key] ?? (part["additionalProperties"] as JsonObject);
            if (property is null)
                return $"{path}: has {key}";
            if (Validate(property, value!, $"{path}/{key}", name) is { } fault)
                return fault;
        }
        Met.UnionWith(members.Select(member => $"{Family(name)}.{member.Key}").Prepend(name));
        return null;
    }

    private static string? ValidateScalar(JsonNode part, JsonNode value, string path)
    {
        if (value.GetValueKind() == System.Text.Json.JsonValueKind.String)
        {
            var text = (string)value!;
            if (part["pattern"] is { } pattern && !Regex.IsMatch(text, (string)pattern!))
                return $"{path}: does not match {pattern}";
            return text.Length < ((int?)part["minLength"] ?? 0) ? $"{path}: is too short" : null;
        }
        if (TypeOf(value) == "integer" && ((long)value! < ((long?)part["minimum"] ?? long.MinValue) || (long)value! > ((long?)part["maximum"] ?? long.MaxValue)))
            return $"{path}: is out of range";
        return null;
    }

    private static IEnumerable<string> Properties(string name, JsonNode definition) =>
        (definition["properties"] as JsonObject)?.Select(property => $"{Family(name)}.{property.Key}").Prepend(name) ?? [];

    private static string Family(string name) => string.Join(' ', name.Split(' ')[..^1].DefaultIfEmpty(name));

    private static string TypeOf(JsonNode value) => value.GetValueKind() switch
    {
        System.Text.Json.JsonValueKind.Object => "object",
        System.Text.Json.JsonValueKind.Array => "array",
        System.Text.Json.JsonValueKind.String => "string",
        System.Text.Json.JsonValueKind.Number => "integer",
        _ => "boolean",
    };
}
