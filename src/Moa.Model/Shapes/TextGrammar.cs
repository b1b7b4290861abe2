namespace Moa.Model.Shapes;

/// <summary>What a text must look like.</summary>
/// <param name="Pattern">A regular expression for the JSON Schema.</param>
/// <param name="Sentence">The same in words.</param>
/// <param name="Matches">The same as code: a command line is written before any regex engine is warm.</param>
internal sealed record TextGrammar(string Pattern, string Sentence, Func<string, bool> Matches)
{
    /// <summary>One of a few words.</summary>
    public static TextGrammar OneOf(params string[] words) =>
        new($"^({string.Join('|', words)})$", $"It must be {SpecText.OneOf(words)}.", text => Array.IndexOf(words, text) >= 0);
}
