namespace Moa.Model.Reading;

/// <summary>A single value.</summary>
internal sealed record ScalarNode(string Path, int Line, int Column, string Text, ScalarStyle Style)
    : SpecNode(Path, Line, Column)
{
    public override bool SaysNothing =>
        Style == ScalarStyle.Null || (Style == ScalarStyle.Plain && Text is "" or "~" or "null" or "Null" or "NULL");

    public override string Kind => Style switch
    {
        ScalarStyle.Number => $"the number {Text}",
        ScalarStyle.Flag => Text,
        ScalarStyle.Null => "null",
        ScalarStyle.Plain when Text.Length == 0 => "empty",
        _ => SpecText.Quote(Text),
    };
}
