using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>A port of the host that leads to a port of the guest: <c>tcp:127.0.0.1:8080-:80</c>.</summary>
public sealed record HostForward
{
    /// <summary>
    /// Makes one from a port of the host, 0 for any that is free, to a port of the guest, 1 to 65535.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A port is out of range.</exception>
    public HostForward(int hostPort, int guestPort)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(hostPort);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(hostPort, ushort.MaxValue);
        ArgumentOutOfRangeException.ThrowIfLessThan(guestPort, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(guestPort, ushort.MaxValue);
        (HostPort, GuestPort) = (hostPort, guestPort);
    }

    /// <summary>What is forwarded: TCP, unless said otherwise.</summary>
    public ForwardProtocol Protocol { get; init; }

    /// <summary>The host's address that listens, IPv4; null for all of them.</summary>
    public IPAddress? HostAddress { get; init; }

    /// <summary>The host's port, 0 for any that is free.</summary>
    public int HostPort { get; }

    /// <summary>The guest's address, IPv4; null for the first that DHCP gives out.</summary>
    public IPAddress? GuestAddress { get; init; }

    /// <summary>The guest's port.</summary>
    public int GuestPort { get; }

    internal static ParsedShape<HostForward> Shape { get; } = new(
        "A forward is a protocol, the host's address and port and the guest's: tcp:127.0.0.1:8080-:80.",
        new HostForward(0, 1), TryParse);

    /// <summary>Reads a forward as QEMU writes it; null when the text is none.</summary>
    public static HostForward? TryParse(string text)
    {
        if (text.Split('-') is not [var host, var guest]
            || host.Split(':') is not [var protocol, var hostAddress, var hostPort]
            || guest.Split(':') is not [var guestAddress, var guestPort]
            || protocol is not ("tcp" or "udp" or "")
            || !TryParse(hostAddress, hostPort, 0, out var fromAddress, out var from)
            || !TryParse(guestAddress, guestPort, 1, out var toAddress, out var to))
            return null;
        return new HostForward(from, to)
        {
            Protocol = protocol == "udp" ? ForwardProtocol.Udp : ForwardProtocol.Tcp,
            HostAddress = fromAddress,
            GuestAddress = toAddress,
        };
    }

    /// <summary>The forward as QEMU writes it.</summary>
    public override string ToString() =>
        $"{(Protocol == ForwardProtocol.Udp ? "udp" : "tcp")}:{HostAddress}:{HostPort}-{GuestAddress}:{GuestPort}";

    private static bool TryParse(string address, string port, int least, out IPAddress? parsed, out int number)
    {
        parsed = null;
        return int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out number)
            && number >= least && number <= ushort.MaxValue
            && (address.Length == 0
                || (IPAddress.TryParse(address, out parsed) && parsed.AddressFamily == AddressFamily.InterNetwork));
    }
}
