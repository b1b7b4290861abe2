using System.Text.Json.Nodes;
using Moa.Model.Reading;

namespace Moa.Model.Shapes;

/// <summary>Yes or no: true and false, or on and off as QEMU says.</summary>
internal sealed class FlagShape : Shape
{
    public static readonly FlagShape Instance = new();

    public override object Blank => false;

    public override object? Read(SpecNode node, SpecReading reading) => node switch
    {
        ScalarNode { Style: ScalarStyle.Plain or ScalarStyle.Flag, Text: "true" or "on" } => true,
        ScalarNode { Style: ScalarStyle.Plain or ScalarStyle.Flag, Text: "false" or "off" } => false,
        _ => reading.Unread(node, $"This must be true or false, but it is {node.Kind}."),
    };

    public override JsonNode ToJson(object value) => JsonValue.Create((bool)value);

    public override JsonObject Schema(SchemaDefinitions definitions) => new() { ["type"] = "boolean" };
}
