using System.Runtime.CompilerServices;
using Moa.GuestAgent.Interop;

namespace Moa.GuestAgent;

/// <summary>Signals as events: children that ended, and what poweroff(8) and reboot(8) tell PID 1.</summary>
internal static class Signals
{
    private static Libc.SignalSet _blocked;

    /// <summary>Calls <paramref name="received"/> with the number of each of these signals.</summary>
    public static unsafe void Listen(EventLoop loop, ReadOnlySpan<int> signals, Action<int> received)
    {
        Libc.SignalSet set;
        Libc.SignalEmpty(&set);
        foreach (var signal in signals)
            Libc.SignalAdd(&set, signal);

        // A signal that one thread does not block may be delivered, and lost, there. There are two threads.
        _blocked = set;
        Libc.BlockSignals(set);
        MakeGarbage();
        GC.Collect(0);
        GC.WaitForPendingFinalizers();

        var descriptor = Libc.SignalFd(-1, &set, Libc.SFD_CLOEXEC | Libc.SFD_NONBLOCK);
        loop.Add(descriptor, Libc.EPOLLIN, _ =>
        {
            Span<byte> information = stackalloc byte[Libc.SignalFdRecordSize];
            while (Libc.Read(descriptor, information) == information.Length)
                received(information[0]);
        });
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void MakeGarbage() => _ = new FinalizerThread();

    /// <summary>The runtime's other thread runs finalizers: this one blocks the signals there too.</summary>
    private sealed class FinalizerThread
    {
        ~FinalizerThread() => Libc.BlockSignals(_blocked);
    }
}
