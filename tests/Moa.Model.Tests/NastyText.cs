using System.Text;

namespace Moa.Model.Tests;

/// <summary>Text that has gone wrong somewhere before.</summary>
internal static class NastyText
{
    private static readonly string[] Pieces =
    [
        ",", ",,", "=", ";", "\"", "'", "\n", "\r", "\t", "\0", "%", "%s", "$()", "`", "../", "~", "-", "--", " ", "\\", "{", "}",
        "[", "]", ":", "#", "|", "&", "*", "?", "!", "help", "on", "off", "id=", "null", "opt/", "file=", "a", "Z", "0", "9", ".", "_",
        "/", "é", "à", "日本", "😀", "\u00a0", "\u200b", "\u2028", "\ufeff", "\ufffe", "\ufdd0", "\u007f", "\u001b[31m", "\u0085",
    ];

    /// <summary>The next one.</summary>
    public static string Next(Random random)
    {
        var text = new StringBuilder();
        for (var count = random.Next(1, 7); count > 0; count--)
            text.Append(random.Next(8) == 0 ? AnyRune(random) : Pieces[random.Next(Pieces.Length)]);
        return random.Next(200) == 0 ? text + new string('x', random.Next(100_000)) : text.ToString();
    }

    private static string AnyRune(Random random)
    {
        while (true)
        {
            if (Rune.TryCreate(random.Next(0x110000), out var rune))
                return rune.ToString();
        }
    }
}
