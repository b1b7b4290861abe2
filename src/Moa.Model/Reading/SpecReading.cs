namespace Moa.Model.Reading;

/// <summary>What one reading of a spec has found wrong so far.</summary>
internal sealed class SpecReading(string source)
{
    /// <summary>The most problems that are reported; what a generated file has wrong beyond them is noise.</summary>
    public const int MostProblems = 100;

    private readonly List<SpecProblem> problems = [];

    public IReadOnlyList<SpecProblem> Problems => problems;

    public string Source { get; } = source;

    /// <summary>True once <see cref="MostProblems"/> were found; reading may stop.</summary>
    public bool IsFull => problems.Count >= MostProblems;

    public void Problem(SpecNode node, string message) =>
        Problem(node.Path, message, node.Line, node.Column);

    public void Problem(string path, string message, int line, int column, string? rule = null)
    {
        if (!IsFull)
            problems.Add(new SpecProblem(path, message) { Source = Source, Line = line, Column = column, Rule = rule });
    }
}
