using Moa.Model;

namespace Moa.Machines;

/// <summary>
/// The addresses of QEMU's user networking, told to the built-in image on the kernel's command line in the form of its
/// <c>ip=</c>, which saves the guest a DHCP client.
/// </summary>
internal static class GuestNetwork
{
    private const string Address = "10.0.2.15";
    private const string Gateway = "10.0.2.2";
    private const string Netmask = "255.255.255.0";
    private const string NameServer = "10.0.2.3";

    public static IEnumerable<string> KernelArguments(MachineSpec spec)
    {
        var first = spec.Devices.OfType<VirtioNet>().FirstOrDefault()?.Netdev as UserNetdev;
        return first is { Net: null, Host: null, Dhcpstart: null, Dns: null, Ipv4: not false }
            ? [$"ip={Address}::{Gateway}:{Netmask}::eth0:off:{NameServer}"]
            : [];
    }
}
