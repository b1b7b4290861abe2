using Moa.Interop.Linux;
using Moa.Keeping.Protocol;

namespace Moa.Launching;

/// <summary>Finds the QEMU of a runtime folder without asking its keeper.</summary>
internal static class RunningQemu
{
    /// <summary>The record of a QEMU that runs; null when it has ended, or there never was one, or the host was restarted since.</summary>
    public static ProcessRecord? Find(string runtime)
    {
        if (Load(runtime) is not { } record)
            return null;
        using var process = Open(record);
        return process is null ? null : record;
    }

    /// <summary>Ends the QEMU of a runtime folder at once, where one runs.</summary>
    public static void Kill(string runtime)
    {
        if (Load(runtime) is not { } record)
            return;
        using var process = Open(record);
        process?.Signal(Libc.SIGKILL);
        process?.WaitForEnd(Timeout.Infinite);
    }

    private static ProcessRecord? Load(string runtime)
    {
        if (ProcessRecord.Load(runtime) is not { } record || record.Boot != ProcFile.BootId())
            return null;
        if (record.QemuPid == 0)
            FindUnrecorded(record);
        return record.QemuPid == 0 ? null : record;
    }

    // Held first and looked at then: what is looked at cannot have become another process in between.
    private static ProcessHandle? Open(ProcessRecord record)
    {
        var process = ProcessHandle.Open(record.QemuPid);
        if (process is not null && !process.WaitForEnd(0) && ProcFile.StartTime(record.QemuPid) == record.QemuStartTime
            && (!record.Marked || ProcFile.CommandLineContains(process, RuntimeFiles.Mark(record.Id))))
            return process;
        process?.Dispose();
        return null;
    }

    // The keeper was killed after it started QEMU and before it wrote down which process that is: the mark tells. What it
    // started is not older than itself.
    private static void FindUnrecorded(ProcessRecord record)
    {
        if (!record.Marked)
            return;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), out var pid) || pid == Environment.ProcessId || pid == record.KeeperPid)
                continue;
            if (NativeFile.Stat(folder) is not { } stat || stat.Uid != Libc.geteuid())
                continue;
            if (ProcFile.StartTime(pid) is not { } startTime || startTime < record.KeeperStartTime)
                continue;
            using var process = ProcessHandle.Open(pid);
            if (process is null || !ProcFile.CommandLineContains(process, RuntimeFiles.Mark(record.Id)))
                continue;
            (record.QemuPid, record.QemuStartTime) = (pid, startTime);
            return;
        }
    }
}
