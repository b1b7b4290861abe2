using System.Globalization;
using System.Text.Json.Nodes;
using Moa.Model.Reading;

namespace Moa.Model.Shapes;

/// <summary>A whole number of a range; a long, whatever the member's type.</summary>
internal sealed class NumberShape(long least, long most) : Shape
{
    private string Range => $"a whole number from {least} to {most}";

    public override object Blank => least;

    public override object? Read(SpecNode node, SpecReading reading)
    {
        if (node is not ScalarNode { Style: ScalarStyle.Plain or ScalarStyle.Number } scalar
            || !TryParse(scalar.Text, out var number))
            return reading.Unread(node, $"This must be {Range}, but it is {node.Kind}.");
        return number >= least && number <= most ? number : reading.Unread(node, OutOfRange(number));
    }

    public override JsonNode ToJson(object value) => JsonValue.Create((long)value);

    public override void Check(object value, SpecCheck check)
    {
        if ((long)value < least || (long)value > most)
            check.Problem(OutOfRange((long)value));
    }

    public override JsonObject Schema(SchemaDefinitions definitions) =>
        new() { ["type"] = "integer", ["minimum"] = least, ["maximum"] = most };

    private string OutOfRange(long number) => $"{number} is out of range: it must be {Range}.";

    private static bool TryParse(string text, out long number) => text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
        ? long.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number)
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
}
