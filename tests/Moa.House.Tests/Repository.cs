namespace Moa.House.Tests;

/// <summary>The clone that these tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static IEnumerable<string> SourceFiles(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Where(static file => !file.EndsWith(".g.cs", StringComparison.Ordinal));

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Moa.slnx")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Moa.slnx is above no folder.");
        return folder;
    }
}
