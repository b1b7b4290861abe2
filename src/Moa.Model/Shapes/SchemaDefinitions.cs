using System.Text.Json.Nodes;

namespace Moa.Model.Shapes;

/// <summary>The <c>$defs</c> of a JSON Schema: each type of the model once, referred to by name.</summary>
internal sealed class SchemaDefinitions
{
    private readonly OrderedDictionary<string, JsonObject> definitions = [];

    /// <summary>A reference to the definition of this name, which is made when it is first asked for.</summary>
    public JsonObject Refer(string name, Func<JsonObject> make)
    {
        if (!definitions.ContainsKey(name))
        {
            definitions[name] = [];
            definitions[name] = make();
        }
        return new JsonObject { ["$ref"] = $"#/$defs/{name}" };
    }

    /// <summary>All definitions, in the order in which they were first asked for.</summary>
    public JsonObject ToJson() =>
        new(definitions.Select(definition => KeyValuePair.Create(definition.Key, (JsonNode?)definition.Value)));
}
