using Moa.Model;
using Moa.Storing;

namespace Moa.Cli;

/// <summary>Reads specs from files; <c>-</c> is stdin. Paths in them are relative to the file's folder.</summary>
internal static class SpecFile
{
    private const long Largest = 100 * 1024 * 1024;

    public static MachineSpec Read(string path)
    {
        if (path == "-")
            return SpecReader.Read(Console.In.ReadToEnd(), SpecFormat.Yaml, "stdin").ResolvePaths(Environment.CurrentDirectory);
        if (!File.Exists(path))
            throw new FileNotFoundException($"There is no file '{path}'.");
        if (new FileInfo(path).Length > Largest)
            throw new MoaConfigurationException($"'{path}' is larger than {Largest >> 20} MiB: that is no spec of a machine.");
        var format = path.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? SpecFormat.Json : SpecFormat.Yaml;
        return SpecReader.Read(File.ReadAllText(path), format, path).ResolvePaths(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }
}
