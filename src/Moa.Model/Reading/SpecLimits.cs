namespace Moa.Model.Reading;

/// <summary>The largest spec that is read. A text beyond is a mistake or an attack, and is refused at once.</summary>
internal static class SpecLimits
{
    /// <summary>UTF-16 units of the whole text.</summary>
    public const int Length = 1 << 20;

    /// <summary>Lists and maps inside of each other.</summary>
    public const int Depth = 32;

    /// <summary>Values of all kinds together.</summary>
    public const int Values = 10_000;

    /// <summary>Refuses a text that is too long, at the position where it becomes so.</summary>
    public static void CheckLength(string text)
    {
        if (text.Length <= Length)
            return;
        var read = text.AsSpan(0, Length);
        throw new SpecTreeException(
            $"The text has {text.Length} characters, more than the {Length} that a spec can have.",
            read.Count('\n') + 1,
            Length - read.LastIndexOf('\n'));
    }
}
