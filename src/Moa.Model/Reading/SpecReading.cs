using Moa.Model.Shapes;

namespace Moa.Model.Reading;

/// <summary>What one reading of a spec has found so far: where everything is, and what is wrong.</summary>
internal sealed class SpecReading(string source)
{
    /// <summary>The most problems that are reported; what a generated file has wrong beyond them is noise.</summary>
    public const int MostProblems = 100;

    private readonly List<SpecProblem> problems = [];
    private readonly Dictionary<string, SpecNode> nodes = [];
    private readonly HashSet<string> unread = [];
    private int count;

    public IReadOnlyList<SpecProblem> Problems => problems;

    /// <summary>True once <see cref="MostProblems"/> were found; reading may stop.</summary>
    public bool IsFull => problems.Count >= MostProblems;

    /// <summary>Remembers where a path is.</summary>
    /// <exception cref="SpecTreeException">There are more values than a spec can have.</exception>
    public void Add(SpecNode node)
    {
        nodes.TryAdd(node.Path, node);
        if (++count > SpecLimits.Values)
            throw new SpecTreeException(
                $"This is value {count}; a spec has at most {SpecLimits.Values}.", node.Line, node.Column);
    }

    /// <summary>Adds a problem of a value that could not be read, and returns null in its place.</summary>
    public object? Unread(SpecNode node, string message) => Unread(node, node, message);

    /// <summary>The same for a value that could not be read because of another.</summary>
    public object? Unread(SpecNode node, SpecNode because, string message)
    {
        unread.Add(node.Path);
        Problem(because, message);
        return null;
    }

    /// <summary>Adds the problem of a member that must be said and is not.</summary>
    public void Missing(MapNode map, string member)
    {
        var path = SpecPath.Member(map.Path, member);
        unread.Add(path);
        Add(new SpecProblem(path, SpecRules.RequiredMessage) { Rule = SpecRules.Required }, map);
    }

    /// <summary>Adds a problem that leaves everything readable.</summary>
    public void Problem(SpecNode node, string message) => Add(new SpecProblem(node.Path, message), node);

    /// <summary>True when the value of this path could not be read.</summary>
    public bool IsUnread(string path) => unread.Contains(path);

    /// <summary>
    /// Adds what a check found about the values, with its position; not what follows from a value that could not be
    /// read.
    /// </summary>
    public void AddChecked(SpecProblem problem)
    {
        var follows = unread.Any(path =>
            SpecPath.IsWithin(problem.Path, path) || (problem.Rule is not null && AreRelated(problem.Path, path)));
        if (!follows)
            Add(problem, Nearest(problem.Path));
    }

    private void Add(SpecProblem problem, SpecNode? node)
    {
        if (!IsFull)
            problems.Add(problem with { Source = source, Line = node?.Line ?? 1, Column = node?.Column ?? 1 });
    }

    // A rule compares members of one record; with one of them unread it has nothing to say about the others. It is
    // reported at the record or at a member.
    private static bool AreRelated(string problem, string unread) =>
        SpecPath.IsWithin(unread, problem)
        || (!problem.EndsWith(']') && SpecPath.Parent(problem) is { Length: > 0 } record && SpecPath.IsWithin(unread, record));

    private SpecNode? Nearest(string path)
    {
        SpecNode? node;
        while (!nodes.TryGetValue(path, out node) && path.Length > 0)
            path = SpecPath.Parent(path);
        return node;
    }
}
