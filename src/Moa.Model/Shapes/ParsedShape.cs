using System.Text.Json.Nodes;
using Moa.Model.Reading;

namespace Moa.Model.Shapes;

/// <summary>A small type of its own that is written as text, such as a MAC address.</summary>
/// <param name="sentence">What the text looks like.</param>
/// <param name="blank">See <see cref="Shape{T}.Blank"/>.</param>
/// <param name="parse">Reads the text; null when it is wrong.</param>
/// <param name="print">Writes it.</param>
internal sealed class ParsedShape<T>(string sentence, T blank, Func<string, T?> parse, Func<T, string> print) : Shape<T>
    where T : struct
{
    public override T Blank => blank;

    public override T Read(SpecNode node, SpecReading reading)
    {
        if (node is ScalarNode { Style: ScalarStyle.Plain or ScalarStyle.Text } scalar && parse(scalar.Text) is { } value)
            return value;
        reading.Unread(node, $"{node.Kind} is not right. {sentence}");
        return Blank;
    }

    public override JsonNode ToJson(T value) => JsonValue.Create(print(value));

    public override JsonObject Schema(SchemaDefinitions definitions) =>
        new() { ["type"] = "string", ["description"] = sentence };
}
