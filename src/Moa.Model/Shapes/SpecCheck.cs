using Moa.Model.Reading;

namespace Moa.Model.Shapes;

/// <summary>A place in a spec that is being checked, and the problems found so far.</summary>
internal readonly struct SpecCheck(MachineSpec machine, string path, List<SpecProblem> problems, string? rule = null)
{
    /// <summary>The whole machine, for rules that depend on it.</summary>
    public MachineSpec Machine { get; } = machine;

    /// <summary>The path of this place.</summary>
    public string Path { get; } = path;

    /// <summary>The place of a member.</summary>
    public SpecCheck Member(string name) => new(Machine, SpecPath.Member(Path, name), problems, rule);

    /// <summary>The place of an item of a list.</summary>
    public SpecCheck Item(int index) => new(Machine, SpecPath.Item(Path, index), problems, rule);

    /// <summary>How many problems there are so far.</summary>
    public int Count => problems.Count;

    /// <summary>True when something was found missing after there were this many problems.</summary>
    public bool IsMissingSince(int count) => problems.FindIndex(count, problem => problem.Rule == SpecRules.Required) >= 0;

    /// <summary>The same place while a rule is checked, to which its problems are put down.</summary>
    public SpecCheck Under(string name) => new(Machine, Path, problems, name);

    /// <summary>Adds a problem of this place.</summary>
    public void Problem(string message) => problems.Add(new SpecProblem(Path, message) { Rule = rule });
}
