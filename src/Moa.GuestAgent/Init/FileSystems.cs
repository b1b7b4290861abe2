using Moa.GuestAgent.Interop;

namespace Moa.GuestAgent.Init;

/// <summary>What programs expect to find mounted, and how it all is let go in the end.</summary>
internal static class FileSystems
{
    private const nuint Plain = Libc.MS_NOSUID | Libc.MS_NODEV | Libc.MS_NOEXEC;

    /// <summary>Mounts what is not there yet.</summary>
    public static void Mount()
    {
        Mount("proc", "/proc", Plain, null);
        Mount("sysfs", "/sys", Plain, null);
        Mount("devtmpfs", "/dev", Libc.MS_NOSUID, "mode=0755");
        Mount("devpts", "/dev/pts", Libc.MS_NOSUID | Libc.MS_NOEXEC, "gid=5,mode=620,ptmxmode=666");
        Mount("tmpfs", "/dev/shm", Libc.MS_NOSUID | Libc.MS_NODEV, "mode=1777");
        Mount("tmpfs", "/run", Libc.MS_NOSUID | Libc.MS_NODEV, "mode=0755");
        Mount("tmpfs", "/tmp", Libc.MS_NOSUID | Libc.MS_NODEV, "mode=1777");
        Mount("cgroup2", "/sys/fs/cgroup", Plain, null);
        Libc.Symlink("/proc/self/fd", "/dev/fd");
        Libc.Symlink("/proc/self/fd/0", "/dev/stdin");
        Libc.Symlink("/proc/self/fd/1", "/dev/stdout");
        Libc.Symlink("/proc/self/fd/2", "/dev/stderr");
    }

    /// <summary>Flushes the disks and lets go of them, the last mounted first.</summary>
    public static void Unmount()
    {
        Libc.Sync();
        var mounts = (Libc.ReadText("/proc/self/mounts") ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        for (var i = mounts.Length - 1; i >= 0; i--)
        {
            // The device first, then the folder; those of the kernel have no device, and nothing to lose.
            var fields = mounts[i].Split(' ');
            if (fields.Length < 2 || !fields[0].StartsWith('/'))
                continue;
            if (fields[1] == "/" || Libc.Unmount(fields[1], 0) < 0)
                Libc.Mount("none", fields[1], null, Libc.MS_REMOUNT | Libc.MS_RDONLY, null);
        }
    }

    private static void Mount(string type, string folder, nuint flags, string? options)
    {
        Libc.MakeFolder(folder, 0x1ED);
        Libc.Mount(type, folder, type, flags, options);
    }
}
