using System.Text;
using System.Text.Json.Nodes;
using Moa.Model.Reading;

namespace Moa.Model.Shapes;

/// <summary>Text. Every text of the model has one of these, so none reaches QEMU that it cannot take.</summary>
internal sealed class TextShape : Shape<string>
{
    /// <summary>The longest, in bytes of UTF-8. QEMU's own strings have limits too; those are given where they hold.</summary>
    public int MaxBytes { get; init; } = 4095;

    /// <summary>What it must be and how to tell; null when anything goes.</summary>
    public TextGrammar? Grammar { get; init; }

    /// <summary>True for the path of a file or socket on the host.</summary>
    public bool IsPath { get; init; }

    /// <summary>True when the empty text means something.</summary>
    public bool MayBeEmpty { get; init; }

    public override string Blank => "blank";

    public override string Read(SpecNode node, SpecReading reading)
    {
        if (node is ScalarNode { Style: ScalarStyle.Plain or ScalarStyle.Text } scalar)
            return scalar.Text;
        reading.Unread(node, node is ScalarNode
            ? $"This must be text, but it is {node.Kind}; put it in quotes."
            : $"This must be text, but it is {node.Kind}.");
        return Blank;
    }

    public override JsonNode ToJson(string value) => JsonValue.Create(value);

    public override void Check(string value, SpecCheck check)
    {
        if (value.Length == 0 && !MayBeEmpty)
            check.Problem("It is empty. Leave the member out to say nothing.");
        else if (SpecText.Unrepresentable(value) is { } why)
            check.Problem($"{SpecText.Quote(value)} cannot be given to QEMU. {why}");
        else if (Encoding.UTF8.GetByteCount(value) is var length && length > MaxBytes)
            check.Problem($"It has {length} bytes, more than the {MaxBytes} it can have: {SpecText.Quote(value)}");
        else if (Grammar is not null && !Grammar.Matches(value))
            check.Problem($"{SpecText.Quote(value)} is not right. {Grammar.Sentence}");
    }

    public override JsonObject Schema(SchemaDefinitions definitions)
    {
        var schema = new JsonObject { ["type"] = "string" };
        if (!MayBeEmpty)
            schema["minLength"] = 1;
        if (Grammar?.Pattern is { } pattern)
            schema["pattern"] = pattern;
        return schema;
    }

    public override string MapPaths(string value, Func<string, string> map) => IsPath ? map(value) : value;
}
