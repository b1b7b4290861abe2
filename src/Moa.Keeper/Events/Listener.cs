using Moa.Interop.Linux;

namespace Moa.Keeper;

/// <summary>Accepts connections of this machine's user at a path.</summary>
internal sealed class Listener : EventSource
{
    private const int Backlog = 128;
    private readonly EventLoop loop;
    private readonly Action<Descriptor> accepted;
    private readonly uint user = Libc.geteuid();
    private Descriptor spare = NativeFile.Open("/dev/null", Libc.O_RDONLY);

    public Listener(EventLoop loop, string path, Action<Descriptor> accepted) : base(UnixSocket.Listen(path, Backlog))
    {
        this.loop = loop;
        this.accepted = accepted;
        loop.Add(this, Libc.EPOLLIN);
    }

    public override void OnReady(uint events)
    {
        while (Accept() is { } socket)
        {
            // The folder is closed to others already; this holds where somebody opened it.
            if (UnixSocket.PeerUser(socket) is var peer && (peer == user || peer == 0))
                accepted(socket);
            else
                socket.Dispose();
        }
    }

    public override void OnFault()
    {
    }

    public void Close()
    {
        spare.Dispose();
        loop.Remove(this);
    }

    // Without a number left the connection would stay waiting, and this loop would turn without end: it is turned away
    // with the number that was put by.
    private Descriptor? Accept()
    {
        try
        {
            return UnixSocket.Accept(Descriptor);
        }
        catch (LinuxException e) when (e.Errno is Errno.EMFILE or Errno.ENFILE)
        {
            spare.Dispose();
            UnixSocket.Accept(Descriptor)?.Dispose();
            spare = NativeFile.Open("/dev/null", Libc.O_RDONLY);
            return null;
        }
    }
}
