using System.Text.RegularExpressions;

namespace Moa.Model.Shapes;

/// <summary>What a text must look like.</summary>
/// <param name="pattern">A regular expression that JSON Schema understands too.</param>
/// <param name="sentence">The same in words.</param>
internal sealed class TextGrammar(string pattern, string sentence)
{
    private readonly Regex regex = new(pattern.Replace("$", "\\z", StringComparison.Ordinal), RegexOptions.CultureInvariant);

    public string Pattern { get; } = pattern;

    public string Sentence { get; } = sentence;

    public bool Matches(string text) => regex.IsMatch(text);
}
