using System.Globalization;
using System.Net;
using Moa.Model;
using Moa.Storing;

namespace Moa.Cli;

/// <summary>
/// A forwarded port as <c>-p</c> has it: <c>[ADDR:]HOST:GUEST[/udp]</c>. Without an address it listens on 127.0.0.1 only:
/// what a guest serves is not the network's business unless somebody says so.
/// </summary>
internal static class ForwardText
{
    public static HostForward Read(string text)
    {
        var (ports, protocol) = text switch
        {
            [.. var head, '/', 'u', 'd', 'p'] => (head, ForwardProtocol.Udp),
            [.. var head, '/', 't', 'c', 'p'] => (head, ForwardProtocol.Tcp),
            _ => (text, ForwardProtocol.Tcp),
        };
        var parts = ports.Split(':');
        var address = IPAddress.Loopback;
        if (parts.Length is not (2 or 3)
            || (parts.Length == 3 && !IPAddress.TryParse(parts[0], out address!))
            || !TryPort(parts[^2], out var host)
            || !TryPort(parts[^1], out var guest))
        {
            throw new MoaConfigurationException($"'{text}' is no forward of a port: write HOST:GUEST, as in 8080:80, or 0.0.0.0:8080:80/tcp.");
        }
        return new HostForward(host, guest) { Protocol = protocol, HostAddress = address };
    }

    private static bool TryPort(string text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and <= ushort.MaxValue;
}
