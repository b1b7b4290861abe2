using System.Text.Json.Nodes;
using Moa.Model.Reading;

namespace Moa.Model.Shapes;

/// <summary>One of a few words; an enumeration in code.</summary>
internal sealed class WordShape<T>(params (T Value, string Word)[] words) : Shape<T>
    where T : struct, Enum
{
    public override T Blank => words[0].Value;

    /// <summary>The word of a value.</summary>
    public string Word(T value) => Array.Find(words, pair => pair.Value.Equals(value)).Word;

    public override T Read(SpecNode node, SpecReading reading)
    {
        if (node is ScalarNode scalar)
        {
            foreach (var (value, word) in words)
            {
                if (word == scalar.Text)
                    return value;
            }
        }
        var near = node is ScalarNode wrong ? Suggestion.Sentence(wrong.Text, words.Select(pair => pair.Word)) : "";
        reading.Unread(node, $"This must be {OneOf()}, but it is {node.Kind}.{near}");
        return Blank;
    }

    public override JsonNode ToJson(T value) => JsonValue.Create(Word(value));

    public override void Check(T value, SpecCheck check)
    {
        if (!Array.Exists(words, pair => pair.Value.Equals(value)))
            check.Problem($"The value {value} is not defined: it must be {OneOf()}.");
    }

    public override JsonObject Schema(SchemaDefinitions definitions) =>
        new() { ["enum"] = new JsonArray([.. words.Select(pair => JsonValue.Create(pair.Word))]) };

    private string OneOf() => words.Length == 1
        ? words[0].Word
        : $"{string.Join(", ", words[..^1].Select(pair => pair.Word))} or {words[^1].Word}";
}
