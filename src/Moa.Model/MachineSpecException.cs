using System.Collections.Immutable;

namespace Moa.Model;

/// <summary>A spec cannot be used as it is. It carries every problem that was found; nothing was started.</summary>
public sealed class MachineSpecException : Exception
{
    /// <summary>Makes the exception for these problems, of which there must be at least one.</summary>
    public MachineSpecException(IEnumerable<SpecProblem> problems)
        : this([.. problems])
    {
    }

    private MachineSpecException(ImmutableArray<SpecProblem> problems)
        : base(Describe(problems)) => Problems = problems;

    /// <summary>Everything that is wrong, in the order of the spec.</summary>
    public ImmutableArray<SpecProblem> Problems { get; }

    private static string Describe(ImmutableArray<SpecProblem> problems)
    {
        ArgumentOutOfRangeException.ThrowIfZero(problems.Length, nameof(problems));
        return problems.Length == 1
            ? $"The machine's spec has a problem: {problems[0]}"
            : $"The machine's spec has {problems.Length} problems:\n  {string.Join("\n  ", problems)}";
    }
}
