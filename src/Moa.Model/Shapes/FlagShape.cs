using System.Text.Json.Nodes;
using Moa.Model.Reading;

namespace Moa.Model.Shapes;

/// <summary>Yes or no: true and false, or on and off as QEMU says, which a program may have put in quotes.</summary>
internal sealed class FlagShape : Shape
{
    public static readonly FlagShape Instance = new();

    public override object Blank => false;

    public override object? Read(SpecNode node, SpecReading reading) => node switch
    {
        ScalarNode { Text: "on" } or ScalarNode { Text: "true", Style: not ScalarStyle.Text } => true,
        ScalarNode { Text: "off" } or ScalarNode { Text: "false", Style: not ScalarStyle.Text } => false,
        _ => reading.Unread(node, $"This must be true or false, but it is {node.Kind}."),
    };

    public override JsonNode ToJson(object value) => JsonValue.Create((bool)value);

    public override JsonObject Schema(SchemaDefinitions definitions) => new() { ["enum"] = new JsonArray(true, false, "on", "off") };
}
