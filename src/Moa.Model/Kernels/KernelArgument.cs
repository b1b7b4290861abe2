using System.Text;
using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>
/// An argument on a kernel's command line. Linux splits at white space outside of double quotes and removes the quotes
/// around an argument or the value after its first '='; there is no way to write a quote (lib/cmdline.c, next_arg).
/// </summary>
internal static class KernelArgument
{
    public static readonly TextShape Shape = new()
    {
        MaxBytes = 2047,
        Grammar = new TextGrammar(
            "^[^\\u0000-\\u001f\\u007f\"]+$",
            "An argument of the kernel has neither double quotes nor control characters.",
            text => !text.Any(character => character is '"' or < ' ' or '\u007f')),
    };

    /// <summary>The command line that Linux splits into these arguments.</summary>
    public static string Join(IEnumerable<string> arguments) => string.Join(' ', arguments.Select(Quote));

    private static string Quote(string argument)
    {
        if (!NeedsQuotes(argument))
            return argument;
        var equals = argument.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 && !NeedsQuotes(argument[..equals])
            ? $"{argument[..(equals + 1)]}\"{argument[(equals + 1)..]}\""
            : $"\"{argument}\"";
    }

    // The kernel looks at bytes, and to its isspace() 0xA0 is a space wherever it occurs in UTF-8: in "à", for one.
    private static bool NeedsQuotes(string text) =>
        Encoding.UTF8.GetBytes(text).AsSpan().IndexOfAny((byte)' ', (byte)0xA0) >= 0;
}
