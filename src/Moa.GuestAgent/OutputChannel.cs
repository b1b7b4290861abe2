using Moa.GuestAgent.Interop;
using Moa.Guests.Protocol;

namespace Moa.GuestAgent;

/// <summary>The reading end of a command's stdout, stderr or terminal.</summary>
internal sealed class OutputChannel
{
    private readonly EventLoop _loop;
    private readonly Outbox _outbox;
    private readonly uint _stream;
    private readonly byte _channel;
    private readonly bool _terminal;
    private int _descriptor;
    private int _credit = StreamChannel.Window;
    private bool _readable;
    private bool _hungUp;
    private bool _queued;

    public OutputChannel(EventLoop loop, Outbox outbox, uint stream, byte channel, int descriptor, bool terminal)
    {
        (_loop, _outbox, _stream, _channel, _terminal) = (loop, outbox, stream, channel, terminal);
        _descriptor = descriptor;
        loop.Add(descriptor, Libc.EPOLLIN, events =>
        {
            _hungUp |= (events & (Libc.EPOLLHUP | Libc.EPOLLERR)) != 0;
            _readable = true;
            Queue();
        });
    }

    /// <summary>Called when the last byte was sent, or nobody wants more.</summary>
    public required Action Ended { get; init; }

    public bool HasEnded => _descriptor < 0;

    /// <summary>Bytes that were in the pipe when the process ended, and are not sent yet.</summary>
    public int Owed { get; private set; }

    /// <summary>When data was last read, on the loop's clock.</summary>
    public long LastRead { get; private set; }

    /// <summary>Notes how much of what is in the pipe can be the ended process's own.</summary>
    public void ProcessEnded() => Owed = HasEnded ? 0 : Libc.Waiting(_descriptor);

    public void AddCredit(uint bytes)
    {
        _credit = (int)Math.Min(StreamChannel.Window, _credit + (long)bytes);
        Queue();
    }

    /// <summary>Reads into a frame at the start of <paramref name="space"/>; returns the frame's size, or 0.</summary>
    public int Fill(Span<byte> space)
    {
        _queued = false;
        if (HasEnded || _credit == 0)
            return 0;
        var most = Math.Min(space.Length - FrameHeader.Size, _credit);
        var count = Libc.Read(_descriptor, space.Slice(FrameHeader.Size, most));
        if (count <= 0)
        {
            _readable = false;
            if (count == 0 || Libc.Errno != Libc.EAGAIN)
                End();
            return 0;
        }

        // A pipe that gives less than was asked for is empty; what is written later is a new event.
        _readable = count == most || _hungUp || _terminal;
        _credit -= count;
        Owed = Math.Max(0, Owed - count);
        LastRead = EventLoop.Now;
        new FrameHeader(count, _stream, FrameType.Data, _channel).Write(space);
        Queue();
        return FrameHeader.Size + count;
    }

    /// <summary>Closes the channel and tells the host that nothing more comes.</summary>
    public void End()
    {
        if (HasEnded)
            return;
        Discard();
        _outbox.Send(FrameType.End, _stream, _channel);
        Ended();
    }

    /// <summary>Closes the channel without a word.</summary>
    public void Discard()
    {
        if (HasEnded)
            return;
        _loop.Close(_descriptor);
        _descriptor = -1;
        Owed = 0;
    }

    private void Queue()
    {
        if (_queued || !_readable || _credit == 0 || HasEnded)
            return;
        _queued = true;
        _outbox.Ready(this);
    }
}
