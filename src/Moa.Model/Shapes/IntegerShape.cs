using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using Moa.Model.Reading;

namespace Moa.Model.Shapes;

/// <summary>A whole number of a range.</summary>
internal sealed class IntegerShape<T>(T least, T most) : Shape<T>
    where T : struct, IBinaryInteger<T>
{
    private string Range => $"a whole number from {least} to {most}";

    public override T Blank => least;

    public override T Read(SpecNode node, SpecReading reading)
    {
        if (node is ScalarNode { Style: ScalarStyle.Plain or ScalarStyle.Number } scalar && TryParse(scalar.Text, out var value))
            return value;
        reading.Unread(node, $"This must be {Range}, but it is {node.Kind}.");
        return Blank;
    }

    public override JsonNode ToJson(T value) => JsonValue.Create(long.CreateChecked(value));

    public override void Check(T value, SpecCheck check)
    {
        if (value < least || value > most)
            check.Problem($"{value} is out of range: it must be {Range}.");
    }

    public override JsonObject Schema(SchemaDefinitions definitions) => new()
    {
        ["type"] = "integer",
        ["minimum"] = long.CreateChecked(least),
        ["maximum"] = long.CreateChecked(most),
    };

    private static bool TryParse(string text, out T value) => text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
        ? T.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value)
        : T.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
}
