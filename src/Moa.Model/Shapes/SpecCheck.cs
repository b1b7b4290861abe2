using Moa.Model.Reading;

namespace Moa.Model.Shapes;

/// <summary>A place in a spec that is being checked, and the problems found so far.</summary>
internal readonly struct SpecCheck(MachineSpec machine, string path, List<SpecProblem> problems)
{
    /// <summary>The whole machine, for rules that depend on it.</summary>
    public MachineSpec Machine { get; } = machine;

    /// <summary>The path of this place.</summary>
    public string Path { get; } = path;

    /// <summary>The place of a member.</summary>
    public SpecCheck Member(string name) => new(Machine, SpecPath.Member(Path, name), problems);

    /// <summary>The place of an item of a list.</summary>
    public SpecCheck Item(int index) => new(Machine, SpecPath.Item(Path, index), problems);

    /// <summary>Adds a problem of this place.</summary>
    public void Problem(string message, string? rule = null) =>
        problems.Add(new SpecProblem(Path, message) { Rule = rule });
}
