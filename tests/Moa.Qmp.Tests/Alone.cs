namespace Moa.Qmp.Tests;

/// <summary>Tests that count what the whole process uses, and so run by themselves.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
