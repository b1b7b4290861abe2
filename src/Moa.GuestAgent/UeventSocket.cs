using System.Text;
using Moa.GuestAgent.Interop;

namespace Moa.GuestAgent;

/// <summary>What the kernel says about devices that come and go.</summary>
internal sealed class UeventSocket(EventLoop loop)
{
    private readonly int _descriptor = Open();

    /// <summary>Called with the action and the variables of each event, such as "SUBSYSTEM=net".</summary>
    public Action<string[]> Received { get; set; } = static _ => { };

    /// <summary>Begins to listen, before anybody looks at what is already there.</summary>
    public void Start() => loop.Add(_descriptor, Libc.EPOLLIN, _ => Receive());

    private void Receive()
    {
        Span<byte> message = stackalloc byte[4096];
        while (Libc.Read(_descriptor, message) is > 0 and var length)
            Received(Encoding.UTF8.GetString(message[..length]).Split('\0', StringSplitOptions.RemoveEmptyEntries));
    }

    private static unsafe int Open()
    {
        var descriptor = Libc.Socket(
            Libc.AF_NETLINK,
            Libc.SOCK_DGRAM | Libc.SOCK_NONBLOCK | Libc.SOCK_CLOEXEC,
            Libc.NETLINK_KOBJECT_UEVENT);

        // struct sockaddr_nl: family, padding, pid (0: chosen by the kernel), groups (1: the kernel's own events).
        var address = stackalloc byte[] { Libc.AF_NETLINK, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0 };
        if (descriptor >= 0 && Libc.Bind(descriptor, address, 12) < 0)
            Agent.Say($"moa-agent: device events: {Libc.Explain(Libc.Errno)}\n");
        return descriptor;
    }
}
