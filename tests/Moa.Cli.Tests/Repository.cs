namespace Moa.Cli.Tests;

/// <summary>The clone that these tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Moa.slnx")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Moa.slnx is above no folder.");
        return folder;
    }
}
