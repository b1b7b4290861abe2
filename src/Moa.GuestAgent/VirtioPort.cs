using Moa.GuestAgent.Interop;

namespace Moa.GuestAgent;

/// <summary>
/// A virtio-serial port, found by its name or given by its path. It stays open: the kernel says end-of-file while no
/// host is connected, and goes on when one is.
/// </summary>
internal sealed class VirtioPort(EventLoop loop, string? path) : HostLink(loop)
{
    private const string Name = "moa.agent.0";
    private const string Folder = "/sys/class/virtio-ports";
    private bool _open;

    /// <summary>Opens the port if it is there; if it is not there yet, a later call may find it.</summary>
    public override string? Open()
    {
        if (_open || (path ?? Find()) is not { } file)
            return null;
        var descriptor = Libc.Open(file, Libc.O_RDWR | Libc.O_NONBLOCK | Libc.O_NOCTTY | Libc.O_CLOEXEC);
        if (descriptor < 0)
            return $"{file}: {Libc.Explain(Libc.Errno)}";
        _open = true;
        Use(descriptor);
        Opened();
        return null;
    }

    private static string? Find()
    {
        foreach (var port in Libc.Names(Folder))
        {
            if (Libc.ReadText($"{Folder}/{port}/name")?.TrimEnd() == Name)
                return "/dev/" + port;
        }

        return null;
    }
}
