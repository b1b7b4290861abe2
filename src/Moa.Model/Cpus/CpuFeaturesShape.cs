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
        Grammar = new TextGrammar("^[A-Za-z0-9][A-Za-z0-9._-]*$", "A feature's name consists of letters, digits, '-', '.' and '_'."),
    };

    private static readonly TextShape Value = new()
    {
        Grammar = new TextGrammar("^[^,]+$", "The value of a CPU's property cannot contain a comma: QEMU has no way to write one."),
    };

    public override ValueList<CpuFeature> Blank => [];

    public override ValueList<CpuFeature> Read(SpecNode node, SpecReading reading)
    {
        if (node is MapNode map)
            return [.. map.Entries.Select(entry => new CpuFeature(entry.Key.Text, ReadValue(entry.Value, reading)))];
        reading.Unread(node, $"This must be a map of features, but it is {node.Kind}.");
        return Blank;
    }

    public override JsonNode ToJson(ValueList<CpuFeature> value)
    {
        var json = new JsonObject();
        foreach (var feature in value)
            json[feature.Name] = feature.Value is "on" or "off" ? feature.Value == "on" : feature.Value;
        return json;
    }

    public override void Check(ValueList<CpuFeature> value, SpecCheck check)
    {
        var names = new HashSet<string>();
        foreach (var feature in value)
        {
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

    private static string ReadValue(SpecNode node, SpecReading reading)
    {
        if (node is ScalarNode { Style: not ScalarStyle.Null } scalar)
            return scalar is { Text: "true" or "false", Style: not ScalarStyle.Text }
                ? scalar.Text == "true" ? "on" : "off"
                : scalar.Text;
        reading.Unread(node, $"This must be true, false or a value, but it is {node.Kind}.");
        return "on";
    }
}
