using System.Buffers.Text;
using System.Text;

namespace Moa.Interop.Linux;

/// <summary>What /proc says of processes: the parts of an identity that outlives a descriptor (proc(5)).</summary>
internal static class ProcFile
{
    private const int MaxAttempts = 200;

    /// <summary>This boot's id; pids and start times mean something within it only.</summary>
    public static string BootId()
    {
        var bytes = NativeFile.Read("/proc/sys/kernel/random/boot_id", 64);
        return Encoding.ASCII.GetString(bytes.AsSpan().TrimEnd((byte)'\n'));
    }

    /// <summary>When a process was started, in clock ticks since boot (field 22 of its stat); null when there is none.</summary>
    public static long? StartTime(int pid)
    {
        if (TryRead($"/proc/{pid}/stat", 4096) is not { } stat)
            return null;
        // The second field is the program's name, which may hold spaces and parentheses: count from the last one.
        var rest = stat.AsSpan(stat.AsSpan().LastIndexOf((byte)')') + 1);
        for (var field = 2; field < 22; field++)
            rest = rest[(rest.IndexOf((byte)' ') + 1)..];
        return Utf8Parser.TryParse(rest, out long value, out _) ? value : null;
    }

    /// <summary>Whether a text is somewhere in a process's arguments; false when it has ended.</summary>
    public static bool CommandLineContains(ProcessHandle process, string text)
    {
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            if (TryRead($"/proc/{process.Pid}/cmdline", 4 << 20) is not { } arguments)
                return false;
            if (arguments.Length > 0)
                return arguments.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;
            // An exec lets the parent go on a moment before the new arguments are to be seen; an ended process has none.
            if (process.WaitForEnd(milliseconds: 5))
                return false;
        }
        return false;
    }

    private static byte[]? TryRead(string path, int limit)
    {
        try
        {
            return NativeFile.Read(path, limit);
        }
        catch (LinuxException e) when (e.Errno is Errno.ENOENT or Errno.ESRCH)
        {
            return null;
        }
    }
}
