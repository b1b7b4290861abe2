using System.Text;
using System.Text.Json.Nodes;
using Moa.Model.Reading;

namespace Moa.Model.Shapes;

/// <summary>Text. Every text of the model has one of these, so none reaches QEMU that it cannot take.</summary>
internal sealed class TextShape : Shape<string>
{
    /// <summary>The longest, in bytes of UTF-8. Where QEMU has a shorter limit of its own, that is given.</summary>
    public int MaxBytes { get; init; } = 4095;

    /// <summary>What it must look like; null when anything goes.</summary>
    public TextGrammar? Grammar { get; init; }

    /// <summary>What it has to do with files of the host.</summary>
    public HostFile File { get; init; }

    /// <summary>True when the empty text means something.</summary>
    public bool MayBeEmpty { get; init; }

    public override string Blank => "blank";

    public override object? Read(SpecNode node, SpecReading reading)
    {
        if (node is ScalarNode { Style: ScalarStyle.Plain or ScalarStyle.Text } scalar)
            return scalar.Text;
        return reading.Unread(node, node is ScalarNode
            ? $"This must be text, but it is {node.Kind}; put it in quotes."
            : $"This must be text, but it is {node.Kind}.");
    }

    public override JsonNode ToJson(object value) => JsonValue.Create((string)value);

    public override void Check(object value, SpecCheck check)
    {
        if (Fault((string)value) is { } fault)
            check.Problem(fault);
    }

    /// <summary>What is wrong with a text; null when nothing is.</summary>
    public string? Fault(string text)
    {
        if (text.Length == 0)
            return MayBeEmpty ? null : "It is empty. Leave the member out to say nothing.";
        if (SpecText.Unrepresentable(text) is { } why)
            return $"{SpecText.Quote(text)} cannot be given to QEMU. {why}";
        if (Encoding.UTF8.GetByteCount(text) is var length && length > MaxBytes)
            return $"It has {length} bytes, more than the {MaxBytes} it can have: {SpecText.Quote(text)}";
        return Grammar is null || Grammar.Matches(text) ? null : $"{SpecText.Quote(text)} is not right. {Grammar.Sentence}";
    }

    public override JsonObject Schema(SchemaDefinitions definitions)
    {
        var schema = new JsonObject { ["type"] = "string" };
        if (!MayBeEmpty)
            schema["minLength"] = 1;
        if (Grammar is not null)
            schema["pattern"] = Grammar.Pattern;
        return schema;
    }

    public override object MapFiles(object value, string path, FileMap map)
    {
        var name = (string)value;
        var isFile = File == HostFile.InputOrQemus ? name.Contains('/', StringComparison.Ordinal) : File != HostFile.None;
        return isFile && name.Length > 0 ? map(path, File, name) : name;
    }
}
