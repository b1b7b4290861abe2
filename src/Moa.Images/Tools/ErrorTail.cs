namespace Moa.Images.Tools;

/// <summary>The last lines that a tool wrote to its standard error; all of it is read, so that the tool never blocks.</summary>
internal sealed class ErrorTail
{
    private const int MostLines = 12;
    private const int MostCharacters = 1000;

    private readonly Queue<string> _lines = new();
    private readonly Lock _lock = new();

    public string Text
    {
        get
        {
            lock (_lock)
                return string.Join('\n', _lines);
        }
    }

    public async Task ReadAsync(StreamReader errors)
    {
        while (await errors.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            if (string.IsNullOrWhiteSpace(line))
                continue;
            lock (_lock)
            {
                _lines.Enqueue(line.Length > MostCharacters ? line[..MostCharacters] + "..." : line);
                if (_lines.Count > MostLines)
                    _lines.Dequeue();
            }
        }
    }
}
