using System.Diagnostics;
using System.Runtime.InteropServices;
using Moa.Interop.Linux;

namespace Moa.Keeper;

/// <summary>The one loop of the one thread: epoll, level-triggered, and a few timers.</summary>
internal sealed class EventLoop
{
    private const int BatchSize = 32;
    private const int IdleMilliseconds = 2000;
    private static readonly int EventSize = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;
    private static readonly int DataOffset = EventSize - sizeof(ulong);

    private readonly Descriptor epoll = Libc.epoll_create1(Libc.SOCK_CLOEXEC);
    private readonly List<EventSource?> slots = [];
    private readonly Stack<int> free = [];
    private readonly List<int> freedInBatch = [];
    private readonly List<Timer> timers = [];
    private readonly Action<string, Exception> report;
    private bool stopped;

    /// <param name="report">Is told of errors nobody foresaw.</param>
    public EventLoop(Action<string, Exception> report)
    {
        if (epoll.IsInvalid)
            throw LinuxException.Last("epoll_create1");
        this.report = report;
    }

    /// <summary>
    /// Room to read into, shared by all sources since one runs at a time; its content is gone when the handler returns.
    /// The pages that were never written cost nothing.
    /// </summary>
    public byte[] Scratch { get; } = GC.AllocateUninitializedArray<byte>(256 << 10);

    public void Add(EventSource source, uint events)
    {
        source.Slot = free.TryPop(out var slot) ? slot : slots.Count;
        if (source.Slot == slots.Count)
            slots.Add(source);
        else
            slots[source.Slot] = source;
        source.Interest = events;
        Control(Libc.EPOLL_CTL_ADD, source);
    }

    /// <summary>Watches for something else; 0 leaves only errors and hang-ups.</summary>
    public void Change(EventSource source, uint events)
    {
        if (source.Slot < 0 || source.Interest == events)
            return;
        source.Interest = events;
        Control(Libc.EPOLL_CTL_MOD, source);
    }

    /// <summary>Stops watching and closes the descriptor.</summary>
    public void Remove(EventSource source)
    {
        if (source.Slot < 0)
            return;
        Control(Libc.EPOLL_CTL_DEL, source);
        slots[source.Slot] = null;
        // An event of this batch may still name the slot: it is not given out again before the batch is over.
        freedInBatch.Add(source.Slot);
        source.Slot = -1;
        source.Descriptor.Dispose();
    }

    /// <summary>Calls <paramref name="action"/> once, after a time, unless the timer was cancelled.</summary>
    public Timer After(TimeSpan delay, Action action)
    {
        var timer = new Timer(Stopwatch.GetTimestamp() + (long)(delay.TotalSeconds * Stopwatch.Frequency), action);
        timers.Add(timer);
        return timer;
    }

    public void Stop() => stopped = true;

    public void Run()
    {
        var events = (Span<byte>)stackalloc byte[BatchSize * 16];
        while (!stopped)
        {
            int count;
            // SAFETY: the kernel writes at most BatchSize events of EventSize bytes.
            unsafe
            {
                fixed (byte* pointer = events)
                    count = Libc.epoll_wait(epoll, pointer, BatchSize, NextTimeout());
            }
            if (count == -1 && Marshal.GetLastPInvokeError() != Errno.EINTR)
                throw LinuxException.Last("epoll_wait");
            if (count == 0 && Buffers.IsUntidy)
                Buffers.Tidy();
            for (var i = 0; i < count && !stopped; i++)
            {
                var @event = events.Slice(i * EventSize, EventSize);
                if (slots[(int)MemoryMarshal.Read<ulong>(@event[DataOffset..])] is { } source)
                    Dispatch(source, MemoryMarshal.Read<uint>(@event));
            }
            foreach (var slot in freedInBatch)
                free.Push(slot);
            freedInBatch.Clear();
            RunTimers();
        }
    }

    private void Dispatch(EventSource source, uint events)
    {
        try
        {
            source.OnReady(events);
        }
        catch (Exception e)
        {
            // One client's trouble must not take the machine's keeper away from the others.
            report(source.GetType().Name, e);
            source.OnFault();
        }
    }

    private int NextTimeout()
    {
        var idle = Buffers.IsUntidy ? IdleMilliseconds : -1;
        if (timers.Count == 0)
            return idle;
        var next = timers.Min(static timer => timer.Due);
        var milliseconds = (next - Stopwatch.GetTimestamp()) * 1000.0 / Stopwatch.Frequency;
        return (int)Math.Clamp(Math.Ceiling(milliseconds), 0, idle < 0 ? int.MaxValue : idle);
    }

    private void RunTimers()
    {
        for (var i = timers.Count - 1; i >= 0; i--)
        {
            var timer = timers[i];
            if (timer.Due > Stopwatch.GetTimestamp())
                continue;
            timers.RemoveAt(i);
            timer.Fire();
        }
    }

    private void Control(int operation, EventSource source)
    {
        var @event = (Span<byte>)stackalloc byte[16];
        MemoryMarshal.Write(@event, source.Interest);
        MemoryMarshal.Write(@event[DataOffset..], (ulong)source.Slot);
        // SAFETY: the kernel reads one event of EventSize bytes.
        unsafe
        {
            fixed (byte* pointer = @event)
                LinuxException.Check(Libc.epoll_ctl(epoll, operation, source.Descriptor, pointer), "epoll_ctl");
        }
    }

    /// <summary>Something to do later.</summary>
    public sealed class Timer(long due, Action action)
    {
        private Action? action = action;

        internal long Due { get; } = due;

        public void Cancel() => action = null;

        internal void Fire() => action?.Invoke();
    }
}
