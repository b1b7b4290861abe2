namespace Moa.Model.Reading;

/// <summary>Turns offsets into a UTF-8 text, which only grow, into lines and columns.</summary>
internal ref struct TextPosition(ReadOnlySpan<byte> text)
{
    private readonly ReadOnlySpan<byte> text = text;
    private int offset;
    private int line = 1;
    private int column = 1;

    /// <summary>The position of this offset: line and column from 1, columns in UTF-16 units.</summary>
    public (int Line, int Column) MoveTo(int target)
    {
        for (; offset < target; offset++)
        {
            var unit = text[offset];
            if (unit == '\n')
                (line, column) = (line + 1, 1);
            else if ((unit & 0xC0) != 0x80)
                column += unit >= 0xF0 ? 2 : 1;
        }
        return (line, column);
    }
}
