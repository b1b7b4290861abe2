using Moa.GuestAgent.Interop;

namespace Moa.GuestAgent;

/// <summary>
/// Collects children that ended: the agent's own, and as PID 1 everybody's orphans. A thread of its own waits for them,
/// since signals for one thread of a .NET program may be delivered to another; it only looks, the event loop reaps.
/// </summary>
internal sealed class Reaper
{
    private readonly int _ended = Libc.Eventfd(0, Libc.EFD_CLOEXEC | Libc.EFD_NONBLOCK);
    private readonly int _go = Libc.Eventfd(0, Libc.EFD_CLOEXEC);

    /// <summary>Called with pid, CLD_ code and status of every child that ended.</summary>
    public required Action<int, int, int> Ended { get; init; }

    /// <summary>Called when all that had ended were told of.</summary>
    public required Action Done { get; init; }

    public void Start(EventLoop loop)
    {
        loop.Add(_ended, Libc.EPOLLIN, _ => Reap());
        new Thread(Watch, 64 * 1024) { IsBackground = true }.Start();
    }

    /// <summary>To be called after a child was started: there may have been none to wait for.</summary>
    public void ChildStarted() => Libc.Raise(_go);

    private unsafe void Watch()
    {
        while (true)
        {
            Libc.WaitInfo info = default;
            if (Libc.WaitId(Libc.P_ALL, 0, &info, Libc.WEXITED | Libc.WNOWAIT) == 0)
                Libc.Raise(_ended);
            else if (Libc.Errno == Libc.EINTR)
                continue;
            Libc.Lower(_go);
        }
    }

    private unsafe void Reap()
    {
        Libc.Lower(_ended);
        Libc.WaitInfo info = default;
        while (Libc.WaitId(Libc.P_ALL, 0, &info, Libc.WEXITED | Libc.WNOHANG) == 0 && info.ProcessId != 0)
        {
            Ended(info.ProcessId, info.Code, info.Status);
            info = default;
        }

        Done();
        Libc.Raise(_go);
    }
}
