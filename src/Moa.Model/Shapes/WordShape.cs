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
        if (Array.Find(words, word => word.Text == scalar.Text) is { } found)
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

    public override JsonObject Schema(SchemaDefinitions definitions) =>
        new() { ["enum"] = new JsonArray([.. words.Select(word => JsonValue.Create(word.Text))]) };

    private Word<T>? Find(object value) => Array.Find(words, word => word.Value.Equals(value));

    private string OneOf() => SpecText.OneOf([.. words.Select(word => word.Text)]);
}
