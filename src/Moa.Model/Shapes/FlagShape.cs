using System.Text.Json.Nodes;
using Moa.Model.Reading;

namespace Moa.Model.Shapes;

/// <summary>Yes or no: true and false, or on and off as QEMU says.</summary>
internal sealed class FlagShape : Shape<bool>
{
    public static readonly FlagShape Instance = new();

    public override bool Blank => false;

    public override bool Read(SpecNode node, SpecReading reading)
    {
        if (node is ScalarNode { Style: ScalarStyle.Plain or ScalarStyle.Flag } scalar)
        {
            if (scalar.Text is "true" or "on")
                return true;
            if (scalar.Text is "false" or "off")
                return false;
        }
        reading.Unread(node, $"This must be true or false, but it is {node.Kind}.");
        return Blank;
    }

    public override JsonNode ToJson(bool value) => JsonValue.Create(value);

    public override JsonObject Schema(SchemaDefinitions definitions) => new() { ["type"] = "boolean" };
}
