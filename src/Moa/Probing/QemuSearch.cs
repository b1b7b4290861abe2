using Moa.Interop.Linux;

namespace Moa.Probing;

/// <summary>The search behind <see cref="QemuFinder"/>, over an environment and a distribution of one's choice.</summary>
internal sealed class QemuSearch(Func<string, string?> variable, IReadOnlyList<string> usualFolders, Distribution distribution)
{
    private const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    public static QemuSearch OfThisProcess { get; } = new(
        Environment.GetEnvironmentVariable,
        ["/usr/local/bin", "/usr/bin", "/usr/libexec", "/run/current-system/sw/bin"],
        Distribution.OfThisHost);

    public string Find(string? path, string architecture)
    {
        architecture = QemuTarget.FromAnyName(architecture);
        if (!string.IsNullOrEmpty(path))
            return Named(path, "The path given for QEMU", architecture);
        if (variable("MOA_QEMU") is { Length: > 0 } named)
            return Named(named, "MOA_QEMU", architecture);
        return Candidates(architecture).FirstOrDefault() ?? throw Missing(
            $"QEMU for {architecture} guests was not found: there is no qemu-system-{architecture} in PATH, nor in " +
            $"{string.Join(", ", usualFolders)}.",
            architecture);
    }

    public IReadOnlyList<string> FindAll(string architecture) => [.. Candidates(QemuTarget.FromAnyName(architecture))];

    /// <summary>The first program of a name in PATH; null when there is none.</summary>
    public string? InPath(string name) =>
        PathFolders().Select(folder => Path.Combine(folder, name)).FirstOrDefault(IsProgram);

    private string Named(string path, string source, string architecture)
    {
        var full = path.Contains('/', StringComparison.Ordinal) ? Path.GetFullPath(path) : InPath(path) ?? Path.GetFullPath(path);
        if (Directory.Exists(full))
            full = Path.Combine(full, $"qemu-system-{architecture}");
        if (IsProgram(full))
            return full;
        var problem = File.Exists(full) ? "is not executable" : "is not there";
        throw Missing($"{source} names '{full}', which {problem}.", architecture);
    }

    private IEnumerable<string> Candidates(string architecture)
    {
        // Links and linked folders lead to the same program again.
        var seen = new HashSet<(uint, uint, ulong)>();
        foreach (var folder in PathFolders().Concat(usualFolders))
        {
            // Red Hat's QEMU is one program, qemu-kvm, for guests of the host's architecture.
            string[] names = architecture == QemuTarget.Host
                ? [$"qemu-system-{architecture}", "qemu-kvm"]
                : [$"qemu-system-{architecture}"];
            foreach (var name in names)
            {
                var path = Path.Combine(folder, name);
                if (IsProgram(path) && NativeFile.Stat(path) is { } status && seen.Add((status.DeviceMajor, status.DeviceMinor, status.Inode)))
                    yield return path;
            }
        }
    }

    private IEnumerable<string> PathFolders() =>
        (variable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries).Where(Path.IsPathRooted);

    private QemuNotFoundException Missing(string problem, string architecture) =>
        new(problem, architecture, distribution.InstallQemu(architecture));

    private static bool IsProgram(string path) => File.Exists(path) && (File.GetUnixFileMode(path) & Executable) != 0;
}
