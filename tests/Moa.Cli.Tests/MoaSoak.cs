namespace Moa.Cli.Tests;

/// <summary>Whether the long versions of endurance tests were asked for (<c>./test --soak</c>).</summary>
internal static class MoaSoak
{
    public static bool Is { get; } = Environment.GetEnvironmentVariable("MOA_SOAK") == "1";
}
