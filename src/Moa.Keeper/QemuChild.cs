using System.Runtime.InteropServices;
using Moa.Interop.Linux;

namespace Moa.Keeper;

/// <summary>QEMU as a process: started, or adopted; watched, signalled and reaped through its pidfd.</summary>
internal sealed class QemuChild : EventSource
{
    private readonly EventLoop loop;
    private readonly ProcessHandle process;
    private readonly Action<ExitStatus?> exited;

    private QemuChild(EventLoop loop, ProcessHandle process, long startTime, Action<ExitStatus?> exited) : base(process.Descriptor)
    {
        this.loop = loop;
        this.process = process;
        this.exited = exited;
        StartTime = startTime;
        loop.Add(this, Libc.EPOLLIN);
    }

    public int Pid => process.Pid;

    /// <summary>In clock ticks since boot.</summary>
    public long StartTime { get; }

    /// <summary>Starts QEMU. Its stdin is /dev/null, its stdout and stderr are <paramref name="output"/>.</summary>
    public static QemuChild Start(
        EventLoop loop, string file, List<string> arguments, List<string>? environment,
        List<(SafeHandle Handle, int Number)> descriptors, Descriptor output, Action<ExitStatus?> exited)
    {
        using var none = NativeFile.Open("/dev/null", Libc.O_RDWR);
        var pid = ChildProcess.Start(
            file, [file, .. arguments], environment, [(none, 0), (output, 1), (output, 2), .. descriptors]);
        // A child is a zombie until it was reaped, so its pid cannot be another's yet.
        var process = ProcessHandle.Open(pid) ?? throw new LinuxException("pidfd_open", Errno.ESRCH);
        return new QemuChild(loop, process, ProcFile.StartTime(pid) ?? 0, exited);
    }

    /// <summary>Takes over a process that runs already; null when it is not there any more, or is not the one that was meant.</summary>
    public static QemuChild? Adopt(EventLoop loop, int pid, long startTime, string? mark, Action<ExitStatus?> exited)
    {
        // Held first and looked at then: what is looked at cannot have become another process in between.
        var process = ProcessHandle.Open(pid);
        if (process is null)
            return null;
        if (!process.WaitForEnd(0) && ProcFile.StartTime(pid) == startTime && (mark is null || ProcFile.CommandLineContains(process, mark)))
            return new QemuChild(loop, process, startTime, exited);
        process.Dispose();
        return null;
    }

    /// <summary>Sends a signal; nothing happens when QEMU has ended.</summary>
    public void Signal(int signal)
    {
        if (Slot >= 0)
            process.Signal(signal);
    }

    /// <summary>Ends and reaps QEMU at once, without a report.</summary>
    public void KillNow()
    {
        process.Signal(Libc.SIGKILL);
        process.Reap();
        loop.Remove(this);
    }

    public override void OnReady(uint events)
    {
        var status = process.Reap();
        loop.Remove(this);
        exited(status);
    }

    public override void OnFault()
    {
    }
}
