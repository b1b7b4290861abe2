using System.Text.Json.Nodes;
using Moa.Model.CommandLines;
using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>
/// A network of the machine's own behind address translation, without privileges (slirp; QAPI net, NetdevUserOptions).
/// The guest is 10.0.2.15, the host 10.0.2.2, the name server 10.0.2.3, unless said otherwise.
/// </summary>
public sealed record UserNetdev : Netdev
{
    /// <summary>Ports of the host that lead into the guest.</summary>
    public ValueList<HostForward> Hostfwd { get; init; } = [];

    /// <summary>True to keep the guest from reaching anything but forwarded ports. QEMU's default: false.</summary>
    public bool? Restrict { get; init; }

    /// <summary>IPv4. QEMU's default: true.</summary>
    public bool? Ipv4 { get; init; }

    /// <summary>IPv6. QEMU's default: true.</summary>
    public bool? Ipv6 { get; init; }

    /// <summary>The network, as <c>10.0.2.0/24</c>.</summary>
    public string? Net { get; init; }

    /// <summary>The host's address in the network.</summary>
    public string? Host { get; init; }

    /// <summary>The first of 16 addresses given out by DHCP.</summary>
    public string? Dhcpstart { get; init; }

    /// <summary>The address of the name server that the guest is told.</summary>
    public string? Dns { get; init; }

    /// <summary>Domains in which the guest looks for names.</summary>
    public ValueList<string> Dnssearch { get; init; } = [];

    /// <summary>The guest's domain.</summary>
    public string? Domainname { get; init; }

    /// <summary>The name that the guest is told is its own.</summary>
    public string? Hostname { get; init; }

    /// <summary>The IPv6 network prefix. QEMU's default: fec0::.</summary>
    public string? Ipv6Prefix { get; init; }

    /// <summary>The length of the IPv6 prefix in bits. QEMU's default: 64.</summary>
    public int? Ipv6Prefixlen { get; init; }

    /// <summary>The host's IPv6 address in the network.</summary>
    public string? Ipv6Host { get; init; }

    /// <summary>The IPv6 address of the name server.</summary>
    public string? Ipv6Dns { get; init; }

    /// <summary>A folder of the host that the guest can read by TFTP.</summary>
    public string? Tftp { get; init; }

    /// <summary>The name of the TFTP server that the guest is told.</summary>
    public string? TftpServerName { get; init; }

    /// <summary>The file that a guest booting from the network is told to fetch.</summary>
    public string? Bootfile { get; init; }

    private static TextShape Network { get; } = new()
    {
        Grammar = new TextGrammar(
            "^[0-9]{1,3}(\\.[0-9]{1,3}){3}/[0-9]{1,2}$", "A network looks like 10.0.2.0/24.",
            text => text.Split('/') is [var address, { Length: 1 or 2 } length]
                && Text.Ipv4.Grammar!.Matches(address) && length.All(char.IsAsciiDigit)),
    };

    internal static RecordShape<UserNetdev> Shape { get; } = new(
        "user", "A network of the machine's own behind address translation, without privileges.", () => new(),
        table => table
            .List("hostfwd", x => x.Hostfwd, (x, v) => x with { Hostfwd = v }, HostForward.Shape,
                "Ports of the host that lead into the guest, as tcp:127.0.0.1:8080-:80.", option: null)
            .Flag("restrict", x => x.Restrict, (x, v) => x with { Restrict = v },
                "True to keep the guest from reaching anything but forwarded ports.", false)
            .Flag("ipv4", x => x.Ipv4, (x, v) => x with { Ipv4 = v },
                "IPv4.", true)
            .Flag("ipv6", x => x.Ipv6, (x, v) => x with { Ipv6 = v },
                "IPv6.", true)
            .Member("net", x => x.Net, (x, v) => x with { Net = v }, Network, "The network.", "10.0.2.0/24")
            .Member("host", x => x.Host, (x, v) => x with { Host = v }, Text.Ipv4, "The host's address in the network.",
                "10.0.2.2")
            .Member("dhcpstart", x => x.Dhcpstart, (x, v) => x with { Dhcpstart = v }, Text.Ipv4,
                "The first of 16 addresses given out by DHCP.", "10.0.2.15")
            .Member("dns", x => x.Dns, (x, v) => x with { Dns = v }, Text.Ipv4,
                "The address of the name server that the guest is told.", "10.0.2.3")
            .List("dnssearch", x => x.Dnssearch, (x, v) => x with { Dnssearch = v }, Text.Any,
                "Domains in which the guest looks for names.", option: null)
            .Member("domainname", x => x.Domainname, (x, v) => x with { Domainname = v },
                new TextShape { MaxBytes = 255 }, "The guest's domain.")
            .Member("hostname", x => x.Hostname, (x, v) => x with { Hostname = v }, new TextShape { MaxBytes = 32 },
                "The name that the guest is told is its own, at most 32 bytes.")
            .Member("ipv6-prefix", x => x.Ipv6Prefix, (x, v) => x with { Ipv6Prefix = v }, Text.Ipv6,
                "The IPv6 network prefix.", "fec0::")
            .Number("ipv6-prefixlen", x => x.Ipv6Prefixlen, (x, v) => x with { Ipv6Prefixlen = v }, 1, 126,
                "The length of the IPv6 prefix in bits.", 64)
            .Member("ipv6-host", x => x.Ipv6Host, (x, v) => x with { Ipv6Host = v }, Text.Ipv6,
                "The host's IPv6 address in the network.")
            .Member("ipv6-dns", x => x.Ipv6Dns, (x, v) => x with { Ipv6Dns = v }, Text.Ipv6,
                "The IPv6 address of the name server.")
            .Member("tftp", x => x.Tftp, (x, v) => x with { Tftp = v }, Text.InputFile,
                "A folder of the host that the guest can read by TFTP.")
            .Member("tftp-server-name", x => x.TftpServerName, (x, v) => x with { TftpServerName = v },
                new TextShape { MaxBytes = 255 }, "The name of the TFTP server that the guest is told.")
            .Member("bootfile", x => x.Bootfile, (x, v) => x with { Bootfile = v }, new TextShape { MaxBytes = 127 },
                "The file that a guest booting from the network is told to fetch.")
            .Member("id", x => x.Id, (x, v) => x with { Id = v }, Text.Id,
                "Its id in QEMU; when not said, the device's, and '.netdev'.", option: null)
            .Rule("net-family", "A network has IPv4, IPv6 or both.", (x, check) =>
            {
                if (x is { Ipv4: false, Ipv6: false })
                    check.Member("ipv6").Problem("With ipv4 off as well, nothing is left.");
            }));

    internal override JsonObject Options(CommandLineWriter line, Place place)
    {
        var options = new JsonObject { ["type"] = "user" };
        Shape.AddOptions(options, this);
        AddStrings(options, "dnssearch", Dnssearch);
        AddStrings(options, "hostfwd", Hostfwd.Select(forward => forward.ToString()));
        return options;
    }

    // These lists are lists of objects to QEMU (QAPI common, String).
    private static void AddStrings(JsonObject options, string name, IEnumerable<string> strings)
    {
        var list = new JsonArray([.. strings.Select(text => new JsonObject { ["str"] = text })]);
        if (list.Count > 0)
            options[name] = list;
    }
}
