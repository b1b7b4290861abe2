namespace Moa.Model.Tests;

/// <summary>The clone that these tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>The folder of the command lines that are compared whole.</summary>
    public static string Golden { get; } = Path.Combine(Root, "tests", "Moa.Model.Tests", "Golden");

    /// <summary>The names of the specs in it.</summary>
    public static IEnumerable<string> GoldenNames =>
        Directory.EnumerateFiles(Golden, "*.yaml").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal);

    /// <summary>Reads one of them.</summary>
    public static MachineSpec ReadGolden(string name) =>
        SpecReader.Read(File.ReadAllText(Path.Combine(Golden, name + ".yaml")), SpecFormat.Yaml, name + ".yaml");

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Moa.slnx")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Moa.slnx is above no folder.");
        return folder;
    }
}
