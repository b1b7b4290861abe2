using Moa.Interop.Linux;

namespace Moa.Keeper;

/// <summary>Accepts connections of this machine's user at a path.</summary>
internal sealed class Listener : EventSource
{
    private const int Backlog = 128;
    private readonly EventLoop loop;
    private readonly Action<Descriptor> accepted;
    private readonly uint user = Libc.geteuid();

    public Listener(EventLoop loop, string path, Action<Descriptor> accepted) : base(UnixSocket.Listen(path, Backlog))
    {
        this.loop = loop;
        this.accepted = accepted;
        loop.Add(this, Libc.EPOLLIN);
    }

    public override void OnReady(uint events)
    {
        while (UnixSocket.Accept(Descriptor) is { } socket)
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

    public void Close() => loop.Remove(this);
}
