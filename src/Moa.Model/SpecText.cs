using System.Buffers;
using System.Globalization;
using System.Text;

namespace Moa.Model;

/// <summary>Text as it may stand in a spec, and as it is shown in a message.</summary>
internal static class SpecText
{
    private const int LongestQuote = 60;

    /// <summary>The text in quotes for a message: cut when long, without characters that a terminal acts on.</summary>
    public static string Quote(string text)
    {
        var shown = new StringBuilder("'");
        var count = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (++count > LongestQuote)
                return shown.Append("...'").ToString();
            if (Rune.IsControl(rune) || (Rune.IsWhiteSpace(rune) && rune.Value != ' '))
                shown.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
            else
                shown.Append(rune.ToString());
        }
        return shown.Append('\'').ToString();
    }

    /// <summary>
    /// Why QEMU cannot be given this text in any of its syntaxes; null when it can. A NUL ends an argument, and QEMU's
    /// JSON parser takes neither lone surrogates nor Unicode's noncharacters.
    /// </summary>
    public static string? Unrepresentable(string text)
    {
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(rest, out var rune, out var length) != OperationStatus.Done)
                return $"It contains half of a surrogate pair (U+{(int)rest[0]:X4}) and is no valid Unicode.";
            if (rune.Value == 0)
                return "It contains a NUL character, which no argument of a program can.";
            if (rune.Value is >= 0xFDD0 and <= 0xFDEF || (rune.Value & 0xFFFE) == 0xFFFE)
                return $"It contains the noncharacter U+{rune.Value:X4}, which QEMU does not accept.";
            rest = rest[length..];
        }
        return null;
    }

    /// <summary><c>a, b or c</c>.</summary>
    public static string OneOf(IReadOnlyList<string> words) => words.Count == 1
        ? words[0]
        : $"{string.Join(", ", words.SkipLast(1))} or {words[^1]}";
}
