using System.Text;
using Moa.GuestAgent.Interop;

namespace Moa.GuestAgent;

/// <summary>A listening Unix socket, for one host at a time: the agent beside its host, in a container or in a test.</summary>
internal sealed class UnixPort(EventLoop loop, string path) : HostLink(loop)
{
    private const int MaxPath = 107;
    private int _listener = -1;
    private bool _connected;

    public override unsafe string? Open()
    {
        var name = Encoding.UTF8.GetBytes(path);
        if (name.Length > MaxPath)
            return $"{path}: a socket's path has at most {MaxPath} bytes.";
        _listener = Libc.Socket(Libc.AF_UNIX, Libc.SOCK_STREAM | Libc.SOCK_NONBLOCK | Libc.SOCK_CLOEXEC, 0);
        var address = stackalloc byte[2 + MaxPath + 1];
        new Span<byte>(address, 2 + MaxPath + 1).Clear();
        address[0] = Libc.AF_UNIX;
        name.CopyTo(new Span<byte>(address + 2, MaxPath));
        Libc.Unlink(path);
        if (Libc.Bind(_listener, address, 2 + name.Length + 1) < 0 || Libc.Listen(_listener, 1) < 0)
            return $"{path}: {Libc.Explain(Libc.Errno)}.";
        Loop.Add(_listener, Libc.EPOLLIN, _ => Accept());
        Libc.Write(1, Encoding.UTF8.GetBytes($"moa-agent: listening on {path}\n"));
        return null;
    }

    public override void HostGone()
    {
        Drop();
        _connected = false;
        Accept();
    }

    private unsafe void Accept()
    {
        if (_connected)
            return;
        var descriptor = Libc.Accept4(_listener, null, null, Libc.SOCK_NONBLOCK | Libc.SOCK_CLOEXEC);
        if (descriptor < 0)
            return;
        _connected = true;
        Use(descriptor);
        Opened();
    }
}
