using Moa.GuestAgent.Interop;

namespace Moa.GuestAgent;

/// <summary>The way to the host: a byte stream that the host opens and closes as it likes.</summary>
internal abstract class HostLink(EventLoop loop)
{
    private const uint Events = Libc.EPOLLIN | Libc.EPOLLOUT;
    private int _descriptor = -1;

    /// <summary>There may be something to read.</summary>
    public Action Readable { get; set; } = static () => { };

    /// <summary>There may be room to write.</summary>
    public Action Writable { get; set; } = static () => { };

    /// <summary>The host has gone. What it sent before may still be there to be read.</summary>
    public Action HungUp { get; set; } = static () => { };

    /// <summary>The link is up for the first time, or for the first time with this host.</summary>
    public Action Opened { get; set; } = static () => { };

    protected EventLoop Loop => loop;

    /// <summary>Opens the link, now or when it appears; says what is wrong if it never can.</summary>
    public abstract string? Open();

    /// <summary>Reads what is there: 0 when the host has gone, -1 when there is nothing now.</summary>
    public int Read(Span<byte> buffer)
    {
        if (_descriptor < 0)
            return -1;
        var count = Libc.Read(_descriptor, buffer);
        return count >= 0 ? count : Libc.Errno == Libc.EAGAIN ? -1 : 0;
    }

    /// <summary>Writes what fits; -1 when nothing does now.</summary>
    public int Write(ReadOnlySpan<byte> bytes) => _descriptor < 0 ? -1 : Libc.Write(_descriptor, bytes);

    /// <summary>Called when <see cref="Read"/> said that the host has gone.</summary>
    public virtual void HostGone()
    {
    }

    /// <summary>From now on this descriptor is the link.</summary>
    protected void Use(int descriptor)
    {
        _descriptor = descriptor;
        loop.Add(descriptor, Events, events =>
        {
            if ((events & (Libc.EPOLLHUP | Libc.EPOLLERR)) != 0)
                HungUp();
            else if ((events & Libc.EPOLLOUT) != 0)
                Writable();
            if ((events & ~Libc.EPOLLOUT) != 0)
                Readable();
        });
    }

    /// <summary>From now on there is no link.</summary>
    protected void Drop()
    {
        if (_descriptor >= 0)
            loop.Close(_descriptor);
        _descriptor = -1;
    }
}
