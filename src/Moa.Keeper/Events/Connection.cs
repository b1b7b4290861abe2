using Moa.Interop.Linux;

namespace Moa.Keeper;

/// <summary>
/// A non-blocking stream socket with a queue each way. What does not fit into the socket waits here; whoever lets it
/// grow decides by <see cref="Queued"/> and <see cref="Pause"/> what is too much.
/// </summary>
internal abstract class Connection : EventSource
{
    private readonly EventLoop loop;
    private readonly ByteQueue input = new();
    private readonly OutputQueue output = new();
    private readonly List<Descriptor> received = [];
    private bool paused;
    private bool ending;

    protected Connection(EventLoop loop, Descriptor socket) : base(socket)
    {
        this.loop = loop;
        loop.Add(this, Libc.EPOLLIN);
    }

    /// <summary>Bytes that the other end has not taken yet.</summary>
    public int Queued => output.Length;

    public bool IsOpen => Slot >= 0;

    /// <summary>
    /// Looks at everything received and not yet used. Returns how many of the bytes are used; the others come again with
    /// more behind them. Descriptors that came with the newest of them can be taken out of <paramref name="descriptors"/>;
    /// the others are closed.
    /// </summary>
    protected abstract int OnBytes(Span<byte> bytes, List<Descriptor> descriptors);

    /// <summary>The connection is over, from whichever end.</summary>
    protected abstract void OnClosed();

    /// <summary>Everything queued has been taken.</summary>
    protected virtual void OnDrained()
    {
    }

    /// <summary>Sends, or queues what the socket does not take now.</summary>
    public void Send(ReadOnlySpan<byte> bytes, Descriptor? descriptor = null)
    {
        if (!IsOpen || ending)
            return;
        if (output.Length == 0)
        {
            var sent = descriptor is null ? UnixSocket.Send(Descriptor, bytes) : UnixSocket.Send(Descriptor, bytes, [descriptor]);
            // An end that is gone shows as end-of-file too, which is where it is dealt with.
            if (sent < 0)
                return;
            bytes = bytes[sent..];
        }
        if (bytes.IsEmpty)
            return;
        output.Append(bytes);
        Watch();
    }

    /// <summary>Stops or resumes reading.</summary>
    public void Pause(bool pause)
    {
        if (paused == pause)
            return;
        paused = pause;
        Watch();
    }

    /// <summary>Closes once everything queued was taken; nothing more is read or sent.</summary>
    public void End()
    {
        ending = true;
        if (output.Length == 0)
            Close();
        else
            Watch();
    }

    public void Close()
    {
        if (!IsOpen)
            return;
        loop.Remove(this);
        input.Clear();
        output.Clear();
        OnClosed();
    }

    public override void OnFault() => Close();

    public override void OnReady(uint events)
    {
        if ((events & Libc.EPOLLOUT) != 0)
            Flush();
        if (IsOpen && !paused && !ending && (events & (Libc.EPOLLIN | Libc.EPOLLHUP | Libc.EPOLLERR)) != 0)
            Read();
        else if (IsOpen && (events & (Libc.EPOLLHUP | Libc.EPOLLERR)) != 0)
            Close();
    }

    /// <summary>Reads what is there, for when the process at the other end has ended.</summary>
    public void ReadToEnd()
    {
        while (IsOpen && Read())
            continue;
    }

    private bool Read()
    {
        int count;
        try
        {
            // What little is left over is put in front of what arrives; only what grows long is collected apart.
            var scratch = loop.Scratch.AsSpan();
            var kept = input.Length;
            if (kept <= scratch.Length / 2)
            {
                input.Bytes.CopyTo(scratch);
                count = UnixSocket.Receive(Descriptor, scratch[kept..], received);
                if (count > 0)
                {
                    var bytes = scratch[..(kept + count)];
                    var used = OnBytes(bytes, received);
                    input.Clear();
                    if (IsOpen && used < bytes.Length)
                        input.Append(bytes[used..]);
                }
            }
            else
            {
                count = UnixSocket.Receive(Descriptor, input.Reserve(64 << 10), received);
                if (count > 0)
                {
                    input.Commit(count);
                    var used = OnBytes(input.Bytes, received);
                    if (IsOpen)
                        input.Consume(used);
                }
            }
        }
        finally
        {
            foreach (var descriptor in received)
                descriptor.Dispose();
            received.Clear();
        }
        if (count == 0)
            Close();
        return count > 0;
    }

    private void Flush()
    {
        while (output.Length > 0)
        {
            var sent = UnixSocket.Send(Descriptor, output.First);
            if (sent < 0)
            {
                Close();
                return;
            }
            if (sent == 0)
                return;
            output.Consume(sent);
        }
        if (ending)
        {
            Close();
            return;
        }
        Watch();
        OnDrained();
    }

    private void Watch() =>
        loop.Change(this, (paused || ending ? 0 : Libc.EPOLLIN) | (output.Length > 0 ? Libc.EPOLLOUT : 0));
}
