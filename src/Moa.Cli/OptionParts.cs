using System.Text;

namespace Moa.Cli;

/// <summary>Options with parts: separated by commas, a comma inside a part doubled, as QEMU has it.</summary>
internal static class OptionParts
{
    public static IReadOnlyList<string> Split(string text)
    {
        var parts = new List<string>();
        var part = new StringBuilder();
        for (var index = 0; index < text.Length; index++)
        {
            if (text[index] != ',')
            {
                part.Append(text[index]);
            }
            else if (index + 1 < text.Length && text[index + 1] == ',')
            {
                part.Append(',');
                index++;
            }
            else
            {
                parts.Add(part.ToString());
                part.Clear();
            }
        }
        parts.Add(part.ToString());
        return parts;
    }
}
