using System.Text.Json.Nodes;
using Moa.Model.Reading;

namespace Moa.Model.Shapes;

/// <summary>A UUID in its usual form.</summary>
internal sealed class UuidShape : Shape
{
    public static readonly UuidShape Instance = new();

    public override object Blank => Guid.Empty;

    public override object? Read(SpecNode node, SpecReading reading) =>
        node is ScalarNode { Style: ScalarStyle.Plain or ScalarStyle.Text } scalar
        && Guid.TryParseExact(scalar.Text, "D", out var uuid)
            ? uuid
            : reading.Unread(node, $"This is {node.Kind}. A UUID looks like 8d3b5f2c-64a7-4f0e-9c31-52ab7fd0c1e9.");

    public override JsonNode ToJson(object value) => JsonValue.Create(((Guid)value).ToString("D"));

    public override JsonObject Schema(SchemaDefinitions definitions) => new() { ["type"] = "string", ["format"] = "uuid" };
}
