namespace Moa.Model.Reading;

/// <summary>The text is not what its format says, or goes beyond a limit: reading ends here.</summary>
internal sealed class SpecTreeException(string message, int line, int column) : Exception(message)
{
    public int Line { get; } = line;

    public int Column { get; } = column;
}
