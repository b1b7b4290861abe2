using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Moa.GuestAgent.Interop;

namespace Moa.GuestAgent;

/// <summary>One thread that waits for descriptors and points in time, and calls who asked for them.</summary>
internal sealed class EventLoop
{
    private const int BatchSize = 32;

    // struct epoll_event is packed on x86-64 only.
    private static readonly int EventSize = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;
    private static readonly int DataOffset = EventSize - 8;

    private readonly int _epoll = Libc.EpollCreate1(Libc.EPOLL_CLOEXEC);
    private readonly Dictionary<int, Action<uint>> _handlers = [];
    private readonly List<EventTimer> _timers = [];
    private bool _stopped;

    /// <summary>
    /// Called before every wait: what was gathered while events were handled is done here, at once. True when there is
    /// more to do, so that the wait only looks.
    /// </summary>
    public Func<bool> Idle { get; set; } = static () => false;

    /// <summary>Milliseconds of a clock that never goes back.</summary>
    public static long Now => Environment.TickCount64;

    /// <summary>Calls <paramref name="handler"/> with what is new at a descriptor (edge-triggered), until it is removed.</summary>
    public unsafe bool Add(int descriptor, uint events, Action<uint> handler)
    {
        var change = stackalloc byte[16];
        var span = new Span<byte>(change, 16);
        BinaryPrimitives.WriteUInt32LittleEndian(span, events | Libc.EPOLLET);
        BinaryPrimitives.WriteInt32LittleEndian(span[DataOffset..], descriptor);
        if (Libc.EpollCtl(_epoll, Libc.EPOLL_CTL_ADD, descriptor, change) < 0)
            return false;
        _handlers[descriptor] = handler;
        return true;
    }

    /// <summary>Closes a descriptor; its handler is not called again.</summary>
    public void Close(int descriptor)
    {
        _handlers.Remove(descriptor);
        Libc.Close(descriptor);
    }

    /// <summary>Calls <paramref name="action"/> once, after so many milliseconds, unless the timer is cancelled.</summary>
    public EventTimer After(int milliseconds, Action action)
    {
        var timer = new EventTimer(Now + milliseconds, action);
        _timers.Add(timer);
        return timer;
    }

    public void Stop() => _stopped = true;

    public unsafe void Run()
    {
        var events = stackalloc byte[BatchSize * 16];
        while (!_stopped)
        {
            var timeout = Idle() ? 0 : NextTimeout();
            var count = _stopped ? 0 : Libc.EpollWait(_epoll, events, BatchSize, timeout);
            for (var i = 0; i < count; i++)
            {
                var item = new ReadOnlySpan<byte>(events + (i * EventSize), EventSize);
                var descriptor = BinaryPrimitives.ReadInt32LittleEndian(item[DataOffset..]);
                if (_handlers.TryGetValue(descriptor, out var handler))
                    handler(BinaryPrimitives.ReadUInt32LittleEndian(item));
            }

            RunTimers();
        }
    }

    private int NextTimeout()
    {
        var next = long.MaxValue;
        foreach (var timer in _timers)
            next = Math.Min(next, timer.Cancelled ? long.MaxValue : timer.Due);
        return next == long.MaxValue ? -1 : (int)Math.Clamp(next - Now, 0, int.MaxValue);
    }

    private void RunTimers()
    {
        // Actions may add timers; those are looked at in the next round.
        for (var i = _timers.Count - 1; i >= 0; i--)
        {
            var timer = _timers[i];
            if (!timer.Cancelled && timer.Due > Now)
                continue;
            _timers.RemoveAt(i);
            if (!timer.Cancelled)
                timer.Action();
        }
    }
}
