using System.Text.Json.Nodes;
using Moa.Model.Reading;

namespace Moa.Model.Shapes;

/// <summary>A small type of its own that is written as text, such as a MAC address.</summary>
/// <param name="sentence">What the text looks like.</param>
/// <param name="blank">See <see cref="Shape.Blank"/>.</param>
/// <param name="parse">Reads the text; null when it is wrong. ToString writes it.</param>
internal sealed class ParsedShape<T>(string sentence, T blank, Func<string, object?> parse) : Shape<T>
    where T : notnull
{
    public override object Blank => blank;

    public override object? Read(SpecNode node, SpecReading reading) =>
        node is ScalarNode { Style: ScalarStyle.Plain or ScalarStyle.Text } scalar && parse(scalar.Text) is { } value
            ? value
            : reading.Unread(node, $"This is {node.Kind}. {sentence}");

    public override JsonNode ToJson(object value) => JsonValue.Create(value.ToString()!);

    public override JsonObject Schema(SchemaDefinitions definitions) =>
        new() { ["type"] = "string", ["description"] = sentence };
}
