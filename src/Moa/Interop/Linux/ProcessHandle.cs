using System.Runtime.InteropServices;

namespace Moa.Interop.Linux;

/// <summary>A process held by a pidfd, so that no other process can be meant by it.</summary>
internal sealed class ProcessHandle : IDisposable
{
    private ProcessHandle(int pid, Descriptor descriptor)
    {
        Pid = pid;
        Descriptor = descriptor;
    }

    public int Pid { get; }

    /// <summary>The pidfd; readable once the process has ended.</summary>
    public Descriptor Descriptor { get; }

    /// <summary>Holds the process that has this pid now; null when there is none.</summary>
    public static ProcessHandle? Open(int pid)
    {
        var result = (int)Libc.syscall(Libc.SYS_pidfd_open, pid, 0, 0, 0);
        if (result != -1)
            return new ProcessHandle(pid, new Descriptor(result));
        var error = LinuxException.Last("pidfd_open");
        return error.Errno is Errno.ESRCH or Errno.EINVAL ? null : throw error;
    }

    /// <summary>Sends a signal; false when the process has ended.</summary>
    public bool Signal(int signal)
    {
        if (Libc.syscall(Libc.SYS_pidfd_send_signal, Descriptor.Number, signal, 0, 0) != -1)
            return true;
        var error = LinuxException.Last("pidfd_send_signal");
        return error.Errno == Errno.ESRCH ? false : throw error;
    }

    /// <summary>Waits until the process has ended, without reaping it.</summary>
    /// <param name="milliseconds">How long; -1 for ever.</param>
    /// <returns>Whether it has ended.</returns>
    public bool WaitForEnd(int milliseconds)
    {
        // SAFETY: poll reads and writes one pollfd.
        unsafe
        {
            var poll = new Libc.PollFd { Fd = Descriptor.Number, Events = Libc.POLLIN };
            int result;
            do
            {
                result = Libc.poll(&poll, 1, milliseconds);
            }
            while (result == -1 && Marshal.GetLastPInvokeError() == Errno.EINTR);
            return LinuxException.Check(result, "poll") == 1;
        }
    }

    /// <summary>
    /// Reaps a child that has ended, or waits until it has. Null when the process is not (or no longer) a child of this one.
    /// </summary>
    public ExitStatus? Reap()
    {
        // SAFETY: waitid writes one siginfo_t, which has its full 128 bytes.
        unsafe
        {
            Libc.SigInfo info;
            int result;
            do
            {
                result = Libc.waitid(Libc.P_PIDFD, (uint)Descriptor.Number, &info, Libc.WEXITED);
            }
            while (result == -1 && Marshal.GetLastPInvokeError() == Errno.EINTR);
            if (result == -1)
                return null;
            return info.Code == Libc.CLD_EXITED ? new ExitStatus(info.Status, null) : new ExitStatus(null, info.Status);
        }
    }

    public void Dispose() => Descriptor.Dispose();
}
