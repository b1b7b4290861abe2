using System.Text.Json.Nodes;
using Moa.Model.Reading;
using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>CPU features: a map of names to true, false or a value.</summary>
internal sealed class CpuFeaturesShape : Shape<ValueList<CpuFeature>>
{
    public static readonly CpuFeaturesShape Instance = new();

    private static readonly TextShape Name = new()
    {
        Grammar = new TextGrammar(
            "^[A-Za-z0-9][A-Za-z0-9._-]*$", "A feature's name consists of letters, digits, '-', '.' and '_'.", Text.IsWord),
    };

    private static readonly TextShape Value = new()
    {
        Grammar = new TextGrammar(
            "^[^,]+$", "The value of a CPU's property cannot contain a comma: QEMU has no way to write one.",
            text => !text.Contains(',', StringComparison.Ordinal)),
    };

    public override object Blank => ValueList<CpuFeature>.Empty;

    public override object? Read(SpecNode node, SpecReading reading)
    {
        if (node is not MapNode map)
            return reading.Unread(node, $"This must be a map of features, but it is {node.Kind}.");
        var features = new List<CpuFeature>();
        foreach (var entry in map.Entries)
        {
            if (ReadValue(entry.Value, reading) is { } value)
                features.Add(new CpuFeature(entry.Key.Text, value));
        }
        return new ValueList<CpuFeature>([.. features]);
    }

    public override JsonNode ToJson(object value)
    {
        var json = new JsonObject();
        foreach (var feature in (ValueList<CpuFeature>)value)
            json[feature.Name] = feature.Value is "on" or "off" ? feature.Value == "on" : feature.Value;
        return json;
    }

    public override void Check(object value, SpecCheck check)
    {
        var names = new HashSet<string>();
        foreach (var feature in (ValueList<CpuFeature>)value)
        {
            if (feature is not { Name: not null, Value: not null })
            {
                check.Under(SpecRules.Required).Problem("A feature in it is null.");
                continue;
            }
            var place = check.Member(feature.Name);
            if (!names.Add(feature.Name))
                place.Problem("It is said twice.");
            Name.Check(feature.Name, place);
            Value.Check(feature.Value, place);
        }
    }

    public override JsonObject Schema(SchemaDefinitions definitions) => new()
    {
        ["type"] = "object",
        ["additionalProperties"] = new JsonObject { ["type"] = new JsonArray("boolean", "string", "integer") },
    };

    private static string? ReadValue(SpecNode node, SpecReading reading)
    {
        if (node is ScalarNode { Style: not ScalarStyle.Null } scalar)
            return scalar is { Text: "true" or "false", Style: not ScalarStyle.Text }
                ? scalar.Text == "true" ? "on" : "off"
                : scalar.Text;
        reading.Unread(node, $"This must be true, false or a value, but it is {node.Kind}.");
        return null;
    }
}
