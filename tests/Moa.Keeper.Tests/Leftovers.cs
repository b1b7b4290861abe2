namespace Moa.Keeper.Tests;

/// <summary>What a machine could leave behind on this host.</summary>
internal static class Leftovers
{
    /// <summary>The processes, zombies included, whose arguments hold this text.</summary>
    public static List<int> ProcessesWith(string text) =>
    [
        .. from folder in Directory.EnumerateDirectories("/proc")
           let pid = int.TryParse(Path.GetFileName(folder), out var number) ? number : 0
           where pid > 0 && Text($"/proc/{pid}/cmdline").Contains(text, StringComparison.Ordinal)
           select pid,
    ];

    /// <summary>This process's children that have ended and were not reaped.</summary>
    public static List<int> Zombies() =>
    [
        .. from folder in Directory.EnumerateDirectories("/proc")
           let stat = Text(Path.Combine(folder, "stat"))
           where stat.Contains($") Z {Environment.ProcessId} ", StringComparison.Ordinal)
           select int.Parse(Path.GetFileName(folder), System.Globalization.CultureInfo.InvariantCulture),
    ];

    /// <summary>What a process's descriptors are, by number.</summary>
    public static SortedDictionary<int, string> Descriptors(int pid) => new(
        Directory.EnumerateFileSystemEntries($"/proc/{pid}/fd").ToDictionary(
            static path => int.Parse(Path.GetFileName(path), System.Globalization.CultureInfo.InvariantCulture),
            static path => new FileInfo(path).LinkTarget ?? ""));

    /// <summary>A number of a process's status, such as <c>Seccomp</c> or <c>PPid</c>.</summary>
    public static long Status(int pid, string name) => long.Parse(
        Text($"/proc/{pid}/status").Split('\n').First(line => line.StartsWith(name + ":", StringComparison.Ordinal))[(name.Length + 1)..].Trim(),
        System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>An amount of memory of a process's status, such as <c>VmHWM</c>.</summary>
    public static long Kilobytes(int pid, string name) => long.Parse(
        Text($"/proc/{pid}/status").Split('\n').First(line => line.StartsWith(name + ":", StringComparison.Ordinal))[(name.Length + 1)..].Replace("kB", "", StringComparison.Ordinal).Trim(),
        System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A set of signals of a process's status, without the two that the C library keeps for its threads.</summary>
    public static long SignalSet(int pid, string name)
    {
        const long OfTheLibrary = 3L << 31;
        var line = Text($"/proc/{pid}/status").Split('\n').First(line => line.StartsWith(name + ":", StringComparison.Ordinal));
        return long.Parse(line[(name.Length + 1)..].Trim(), System.Globalization.NumberStyles.HexNumber, System.Globalization.CultureInfo.InvariantCulture) & ~OfTheLibrary;
    }

    private static string Text(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
