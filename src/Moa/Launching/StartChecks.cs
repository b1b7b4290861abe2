using Moa.Probing;

namespace Moa.Launching;

/// <summary>Checks a <see cref="QemuStartInfo"/> before anything is done.</summary>
internal static class StartChecks
{
    private const int MaxNumber = 1000;
    private const int MaxDescriptors = 250;
    private const string QemuPrefix = "qemu-system-";

    /// <exception cref="ArgumentException">Something in it cannot be.</exception>
    public static void Check(QemuStartInfo info)
    {
        ArgumentException.ThrowIfNullOrEmpty(info.FileName);
        ArgumentException.ThrowIfNullOrEmpty(info.RuntimeFolder);
        if (info.Id.Length is 0 or > 64 || !info.Id.All(static c => char.IsAsciiLetterOrDigit(c) || c == '-'))
            throw new ArgumentException($"'{info.Id}' cannot be a machine's id: letters, digits and hyphens, at most 64.", nameof(info));
        foreach (var text in info.Arguments.Append(info.FileName).Append(info.WorkingFolder ?? ""))
        {
            if (text.Contains('\0', StringComparison.Ordinal))
                throw new ArgumentException($"'{text}' has a zero byte, which no argument can have.", nameof(info));
        }
        foreach (var (name, value) in info.Environment ?? new Dictionary<string, string>())
        {
            if (name.Length == 0 || name.Contains('=', StringComparison.Ordinal) || (name + value).Contains('\0', StringComparison.Ordinal))
                throw new ArgumentException($"'{name}' cannot be an environment variable.", nameof(info));
        }
        CheckNumbers(info);
    }

    /// <summary>The program's path: a name without a slash is looked for in PATH.</summary>
    /// <exception cref="QemuNotFoundException">It is not there.</exception>
    /// <exception cref="QemuLaunchException">It is not there, and no QEMU by its name.</exception>
    public static string Resolve(QemuStartInfo info)
    {
        var path = info.FileName.Contains('/', StringComparison.Ordinal)
            ? Path.GetFullPath(info.FileName)
            : QemuSearch.OfThisProcess.InPath(info.FileName);
        if (path is not null && File.Exists(path))
            return path;
        var problem = path is null ? $"'{info.FileName}' is in no folder of PATH." : $"'{path}' is not there.";
        var name = Path.GetFileName(info.FileName);
        if (!name.StartsWith(QemuPrefix, StringComparison.Ordinal))
            throw new QemuLaunchException($"{problem} Give the path of a program that is.", info);
        var architecture = name[QemuPrefix.Length..];
        throw new QemuNotFoundException(problem, architecture, Distribution.OfThisHost.InstallQemu(architecture));
    }

    private static void CheckNumbers(QemuStartInfo info)
    {
        if (info.Descriptors.Count > MaxDescriptors)
            throw new ArgumentException($"{info.Descriptors.Count} descriptors for QEMU are too many: at most {MaxDescriptors}.", nameof(info));
        var used = new HashSet<int>();
        int?[] listeners = [info.QmpNumber, info.AgentNumber, info.SerialNumber];
        foreach (var number in listeners.OfType<int>().Concat(info.Descriptors.Select(static descriptor => descriptor.Number)))
        {
            if (number is < 3 or > MaxNumber)
                throw new ArgumentException($"A descriptor for QEMU cannot be number {number}: 3 to {MaxNumber}.", nameof(info));
            if (!used.Add(number))
                throw new ArgumentException($"Two descriptors for QEMU have the number {number}.", nameof(info));
        }
        if (info.Descriptors.Any(static descriptor => descriptor.Handle is null or { IsInvalid: true } or { IsClosed: true }))
            throw new ArgumentException("A descriptor for QEMU is not open.", nameof(info));
    }
}
