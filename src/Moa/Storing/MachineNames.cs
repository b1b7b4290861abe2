using System.Security.Cryptography;

namespace Moa.Storing;

/// <summary>What machines may be called, and names for those that nobody named.</summary>
internal static class MachineNames
{
    private const int Longest = 64;

    private static readonly string[] s_first =
        ["brave", "calm", "clever", "eager", "gentle", "happy", "keen", "lively", "merry", "nimble", "proud", "quick", "quiet", "swift", "tall", "wise"];

    private static readonly string[] s_second =
        ["emu", "heron", "hoiho", "kaka", "kakapo", "kea", "kiwi", "korimako", "kotare", "ostrich", "pukeko", "rhea", "ruru", "takahe", "tui", "weka"];

    /// <exception cref="MoaConfigurationException">The name is not one.</exception>
    public static void Check(string name)
    {
        var valid = name.Length is > 0 and <= Longest
            && char.IsAsciiLetterOrDigit(name[0])
            && name.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.');
        if (!valid)
        {
            throw new MoaConfigurationException(
                $"'{name}' cannot be a machine's name: it has 1 to {Longest} letters, digits, '-', '_' or '.', the first of them a letter or a digit.");
        }
    }

    public static string Invent(Func<string, bool> isTaken)
    {
        for (var round = 0; ; round++)
        {
            var name = $"{Pick(s_first)}-{Pick(s_second)}" + (round < 8 ? "" : $"-{RandomNumberGenerator.GetInt32(10_000)}");
            if (!isTaken(name))
                return name;
        }
    }

    private static string Pick(string[] words) => words[RandomNumberGenerator.GetInt32(words.Length)];
}
