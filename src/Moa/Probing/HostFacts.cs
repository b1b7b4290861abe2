using System.Globalization;
using System.Runtime.InteropServices;
using Moa.Interop.Linux;

namespace Moa.Probing;

/// <summary>The parts of <see cref="HostReport"/> that are not about QEMU.</summary>
internal static class HostFacts
{
    private const long EnoughMemory = 512L << 20;
    private const long EnoughDisk = 1L << 30;
    private static readonly string[] s_imageTools = ["apt-get", "dpkg-deb"];
    private static readonly Version s_oldestKernel = new(5, 15);
    private static readonly Version s_oldestLibrary = new(2, 34);

    public static HostFinding Kernel()
    {
        var version = Environment.OSVersion.Version;
        return version >= s_oldestKernel
            ? new HostFinding("kernel", HostState.Ok, $"Linux {version.ToString(3)}, {RuntimeInformation.OSArchitecture}")
            : new HostFinding("kernel", HostState.Failure, $"Linux {version.ToString(3)} is older than {s_oldestKernel}", "Use a host with a later kernel.");
    }

    public static HostFinding CLibrary() => CLibrary(Libc.GlibcVersion());

    public static HostFinding CLibrary(string? version) =>
        version is null
            ? new HostFinding("libc", HostState.Failure, "not glibc", $"Use a distribution with glibc {s_oldestLibrary} or later.")
            : Version.TryParse(version, out var parsed) && parsed < s_oldestLibrary
                ? new HostFinding("libc", HostState.Failure, $"glibc {version} is older than {s_oldestLibrary}", "Use a later distribution.")
                : new HostFinding("libc", HostState.Ok, $"glibc {version}");

    public static HostFinding Memory()
    {
        var available = File.ReadLines("/proc/meminfo").Select(AvailableOf).FirstOrDefault(static size => size >= 0, -1);
        var text = string.Create(CultureInfo.InvariantCulture, $"{available >> 20} MiB available");
        return available < EnoughMemory
            ? new HostFinding("memory", HostState.Warning, text, "Close something: a machine wants 256 MiB when nothing else is said.")
            : new HostFinding("memory", HostState.Ok, text);
    }

    public static HostFinding Folder(string name, string path, string variable)
    {
        var existing = path;
        while (!Directory.Exists(existing) && Path.GetDirectoryName(existing) is { } parent)
            existing = parent;
        if (!MayWrite(existing))
            return new HostFinding(name, HostState.Failure, $"{path} cannot be written", $"Set {variable} to a folder of yours.");
        var free = new DriveInfo(existing).AvailableFreeSpace;
        var text = string.Create(CultureInfo.InvariantCulture, $"{path}, {free >> 20} MiB free");
        return free < EnoughDisk && variable == "MOA_HOME"
            ? new HostFinding(name, HostState.Warning, text, $"Free some space, or set {variable} to a folder elsewhere.")
            : new HostFinding(name, HostState.Ok, text);
    }

    public static HostFinding Tool(string name, string purpose) =>
        QemuSearch.OfThisProcess.InPath(name) is { } path
            ? new HostFinding(name, HostState.Ok, path)
            : new HostFinding(name, HostState.Warning, $"not in PATH: {purpose}", Distribution.OfThisHost.InstallTool(name));

    public static HostFinding ImageTools()
    {
        string[] missing = [.. s_imageTools.Where(static tool => QemuSearch.OfThisProcess.InPath(tool) is null)];
        return missing.Length == 0
            ? new HostFinding("image tools", HostState.Ok, "apt-get and dpkg-deb: the built-in image is made from packages")
            : new HostFinding("image tools", HostState.Warning, $"no {string.Join(", no ", missing)}: the built-in image is made from this host's kernel and busybox");
    }

    public static HostFinding Device(string name, string path, string purpose, string remedy)
    {
        try
        {
            using var device = NativeFile.Open(path, Libc.O_RDWR);
            return new HostFinding(name, HostState.Ok, path);
        }
        catch (LinuxException failure) when (failure.Errno is Errno.EACCES or Errno.EPERM)
        {
            return new HostFinding(name, HostState.Warning, $"you may not open {path}: no {purpose}", "Join the group it belongs to, or run as root.");
        }
        catch (LinuxException)
        {
            return new HostFinding(name, HostState.Warning, $"{path} is not there: no {purpose}", remedy);
        }
    }

    private static bool MayWrite(string folder)
    {
        try
        {
            using var probe = new FileStream(
                Path.Combine(folder, $".moa-{Guid.NewGuid():n}"), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static long AvailableOf(string line) =>
        line.StartsWith("MemAvailable:", StringComparison.Ordinal)
            ? long.Parse(line.AsSpan("MemAvailable:".Length).Trim().TrimEnd(" kB"), CultureInfo.InvariantCulture) << 10
            : -1;
}
