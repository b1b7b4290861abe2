using System.Text.Json.Nodes;
using Moa.Model.Reading;

namespace Moa.Model.Shapes;

/// <summary>One of a few words; an enumeration in code.</summary>
internal sealed class WordShape<T>(params Word<T>[] words) : Shape<T>
    where T : struct, Enum
{
    public override object Blank => words[0].Value;

    /// <summary>The word of a value; its number when it has none.</summary>
    public string WordOf(T value) => Find(value)?.Text ?? value.ToString();

    public override object? Read(SpecNode node, SpecReading reading)
    {
        if (node is not ScalarNode scalar)
            return reading.Unread(node, $"This must be {OneOf()}, but it is {node.Kind}.");
        var text = scalar.Style == ScalarStyle.Text ? scalar.Text : OnOrOff(scalar.Text);
        if (Array.Find(words, word => word.Text == text) is { } found)
            return found.Value;
        return reading.Unread(node,
            $"This must be {OneOf()}, but it is {node.Kind}.{Suggestion.Sentence(scalar.Text, words.Select(word => word.Text))}");
    }

    public override JsonNode ToJson(object value) => JsonValue.Create(WordOf((T)value));

    public override void Check(object value, SpecCheck check)
    {
        if (Find(value) is null)
            check.Problem($"The value {value} is not defined: it must be {OneOf()}.");
    }

    public override JsonObject Schema(SchemaDefinitions definitions)
    {
        var values = words.Select(word => (JsonNode)word.Text);
        return new JsonObject { ["enum"] = new JsonArray([.. HasOn ? values.Append(true).Append(false) : values]) };
    }

    private bool HasOn => Array.Exists(words, word => word.Text == "on");

    // YAML of before 1.2, and what converts it, takes on and off for true and false.
    private string OnOrOff(string text) => text switch
    {
        "true" when HasOn => "on",
        "false" when HasOn => "off",
        _ => text,
    };

    private Word<T>? Find(object value) => Array.Find(words, word => word.Value.Equals(value));

    private string OneOf() => SpecText.OneOf([.. words.Select(word => word.Text)]);
}
