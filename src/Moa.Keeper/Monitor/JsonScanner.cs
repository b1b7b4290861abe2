namespace Moa.Keeper;

/// <summary>
/// Finds where a JSON object on a byte stream ends, by depth, so that neither lines nor lengths matter. It goes on where
/// it stopped when more bytes are there, and does not check what is inside.
/// </summary>
internal sealed class JsonScanner
{
    private int position;
    private int depth;
    private bool inString;

    /// <summary>Where the object begins.</summary>
    public int Start { get; private set; }

    /// <summary>One past the object's end, or past the garbage.</summary>
    public int End { get; private set; }

    /// <summary>Whether what was found is no object but bytes that cannot begin one, up to the end of the line.</summary>
    public bool IsGarbage { get; private set; }

    /// <summary>Whether an object has begun and not ended; if not, all bytes looked at are used up.</summary>
    public bool IsInside => depth > 0;

    /// <summary>
    /// Looks for the next object in bytes not yet used: the same as last time, with more behind them, or what follows the
    /// object found last.
    /// </summary>
    public bool Next(ReadOnlySpan<byte> bytes)
    {
        if (depth == 0)
        {
            if (!SkipToStart(bytes))
                return false;
            if (IsGarbage)
                return true;
        }
        while (position < bytes.Length)
        {
            if (inString)
            {
                var length = bytes[position..].IndexOfAny((byte)'"', (byte)'\\');
                if (length < 0)
                {
                    position = bytes.Length;
                    return false;
                }
                position += length;
                if (bytes[position] == '"')
                    inString = false;
                else if (++position == bytes.Length)
                {
                    // Comes back to the backslash, to see it together with what it escapes.
                    position--;
                    return false;
                }
                position++;
                continue;
            }
            var next = bytes[position..].IndexOfAny("\"{}[]"u8);
            if (next < 0)
            {
                position = bytes.Length;
                return false;
            }
            position += next + 1;
            switch (bytes[position - 1])
            {
                case (byte)'"':
                    inString = true;
                    break;
                case (byte)'{' or (byte)'[':
                    depth++;
                    break;
                default:
                    if (--depth == 0)
                    {
                        End = position;
                        position = 0;
                        return true;
                    }
                    break;
            }
        }
        return false;
    }

    private bool SkipToStart(ReadOnlySpan<byte> bytes)
    {
        IsGarbage = false;
        while (position < bytes.Length && bytes[position] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
            position++;
        if (position == bytes.Length)
        {
            position = 0;
            return false;
        }
        Start = position;
        if (bytes[position] == '{')
            return true;
        var line = bytes[position..].IndexOf((byte)'\n');
        IsGarbage = true;
        End = line < 0 ? bytes.Length : position + line + 1;
        position = 0;
        return true;
    }
}
