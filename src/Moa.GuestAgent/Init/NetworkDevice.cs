using System.Buffers.Binary;
using System.Text;
using Moa.GuestAgent.Interop;

namespace Moa.GuestAgent.Init;

/// <summary>Network devices by ioctl(2), see netdevice(7). Every function returns 0 or an errno.</summary>
internal static unsafe class NetworkDevice
{
    // struct ifreq: 16 bytes of name, then 24 of what it is about.
    private const int RequestSize = 40;
    private const int NameSize = 16;
    private const int EINVAL = 22;

    // struct rtentry: where its addresses and flags are.
    private const int RouteSize = 120;
    private const int RouteDestination = 8;
    private const int RouteGateway = 24;
    private const int RouteMask = 40;
    private const int RouteFlags = 56;

    public static int BringUp(int socket, string device)
    {
        var request = stackalloc byte[RequestSize];
        var flags = new Span<byte>(request + NameSize, 2);
        if (!SetName(request, device))
            return EINVAL;
        if (Libc.Ioctl(socket, Libc.SIOCGIFFLAGS, request) < 0)
            return Libc.Errno;
        BinaryPrimitives.WriteInt16LittleEndian(
            flags, (short)(BinaryPrimitives.ReadInt16LittleEndian(flags) | Libc.IFF_UP | Libc.IFF_RUNNING));
        return Libc.Ioctl(socket, Libc.SIOCSIFFLAGS, request) < 0 ? Libc.Errno : 0;
    }

    public static int SetAddress(int socket, string device, string address, string mask)
    {
        var request = stackalloc byte[RequestSize];
        if (!SetName(request, device) || !SetSocketAddress(request + NameSize, address))
            return EINVAL;
        if (Libc.Ioctl(socket, Libc.SIOCSIFADDR, request) < 0)
            return Libc.Errno;
        if (!SetSocketAddress(request + NameSize, mask))
            return EINVAL;
        return Libc.Ioctl(socket, Libc.SIOCSIFNETMASK, request) < 0 ? Libc.Errno : 0;
    }

    public static int AddDefaultRoute(int socket, string gateway)
    {
        var route = stackalloc byte[RouteSize];
        new Span<byte>(route, RouteSize).Clear();
        if (!SetSocketAddress(route + RouteGateway, gateway)
            || !SetSocketAddress(route + RouteDestination, "0.0.0.0")
            || !SetSocketAddress(route + RouteMask, "0.0.0.0"))
            return EINVAL;
        route[RouteFlags] = Libc.RTF_UP | Libc.RTF_GATEWAY;
        return Libc.Ioctl(socket, Libc.SIOCADDRT, route) < 0 && Libc.Errno != Libc.EEXIST ? Libc.Errno : 0;
    }

    private static bool SetName(byte* request, string device)
    {
        var name = new Span<byte>(request, RequestSize);
        name.Clear();
        return Encoding.UTF8.TryGetBytes(device, name[..(NameSize - 1)], out _);
    }

    /// <summary>Writes a struct sockaddr_in.</summary>
    private static bool SetSocketAddress(byte* destination, string address)
    {
        var span = new Span<byte>(destination, 16);
        span.Clear();
        span[0] = Libc.AF_INET;
        var parts = address.Split('.');
        if (parts.Length != 4)
            return false;
        for (var i = 0; i < parts.Length; i++)
        {
            if (!byte.TryParse(parts[i], out span[4 + i]))
                return false;
        }

        return true;
    }
}
