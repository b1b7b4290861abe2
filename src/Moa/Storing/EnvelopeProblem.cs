namespace Moa.Storing;

/// <summary>Why a state file cannot be used.</summary>
internal enum EnvelopeProblem
{
    /// <summary>It can.</summary>
    None,

    /// <summary>Cut, changed, or no state file at all.</summary>
    Damaged,

    /// <summary>Written by a newer Moa; it is left alone.</summary>
    Newer,
}
