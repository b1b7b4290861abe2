using Moa.GuestAgent.Interop;

namespace Moa.GuestAgent.Init;

/// <summary>
/// The network as the kernel argument ip= has it:
/// <c>ip=ADDRESS::GATEWAY:NETMASK:HOSTNAME:DEVICE:AUTOCONF:DNS:DNS</c> (the kernel's admin-guide/nfs/nfsroot). Addresses are
/// static; a device that is not there yet is configured when it comes.
/// </summary>
internal sealed class Network
{
    private readonly string[] _fields;
    private bool _done;

    public Network(string? argument) => _fields = argument?.Split(':') ?? [];

    /// <summary>The machine's name; null when the argument has none.</summary>
    public string? HostName => Field(4);

    private string Device => Field(5) ?? "eth0";

    /// <summary>Brings up the loopback, and the device if it is there.</summary>
    public void Configure()
    {
        if (_done)
            return;
        var socket = Libc.Socket(Libc.AF_INET, Libc.SOCK_DGRAM | Libc.SOCK_CLOEXEC, 0);
        if (socket < 0)
        {
            _done = true;
            return;
        }

        NetworkDevice.BringUp(socket, "lo");
        _done = Field(0) is not { } address || Configure(socket, address);
        Libc.Close(socket);
    }

    /// <summary>False when the device is not there.</summary>
    private bool Configure(int socket, string address)
    {
        var errno = NetworkDevice.SetAddress(socket, Device, address, Field(3) ?? "255.255.255.0");
        if (errno == Libc.ENODEV)
            return false;
        if (errno == 0)
            errno = NetworkDevice.BringUp(socket, Device);
        if (errno == 0 && Field(2) is { } gateway)
            errno = NetworkDevice.AddDefaultRoute(socket, gateway);
        if (errno != 0)
            Agent.Say($"moa-agent: {Device}: {Libc.Explain(errno)}\n");
        WriteResolver();
        return true;
    }

    private void WriteResolver()
    {
        var servers = "";
        for (var i = 7; i <= 8; i++)
        {
            if (Field(i) is { } server)
                servers += $"nameserver {server}\n";
        }

        if (servers.Length > 0)
            Libc.WriteText("/etc/resolv.conf", servers);
    }

    private string? Field(int index) => index < _fields.Length && _fields[index].Length > 0 ? _fields[index] : null;
}
