namespace Moa.Probing;

/// <summary>What <c>os-release</c> says of a host, and how its packages are installed.</summary>
internal sealed class Distribution
{
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    private Distribution(IEnumerable<string> lines)
    {
        Name = "Linux";
        foreach (var line in lines)
        {
            if (line.Split('=', 2) is not [var key, var value])
                continue;
            value = value.Trim().Trim('"', '\'');
            if (key is "ID" or "ID_LIKE")
                _names.UnionWith(value.Split(' ', StringSplitOptions.RemoveEmptyEntries));
            else if (key == "PRETTY_NAME")
                Name = value;
        }
    }

    /// <summary>The host's distribution.</summary>
    public static Distribution OfThisHost { get; } =
        FromFile(File.Exists("/etc/os-release") ? "/etc/os-release" : "/usr/lib/os-release");

    /// <summary>The distribution's name for people.</summary>
    public string Name { get; }

    /// <summary>Reads an <c>os-release</c> (os-release(5)); a missing file is an unknown distribution.</summary>
    public static Distribution FromFile(string path) => new(File.Exists(path) ? File.ReadLines(path) : []);

    /// <summary>Reads the text of an <c>os-release</c>.</summary>
    public static Distribution FromText(string text) => new(text.Split('\n'));

    /// <summary>The command that installs QEMU for guests of an architecture; null when it is not known.</summary>
    public string? InstallQemu(string architecture)
    {
        var family = architecture switch { "x86_64" or "i386" => "x86", _ => architecture };
        if (Is("debian"))
        {
            // Which package holds the rarer ones changed between releases; the collection has them all.
            return Apt(family switch
            {
                "x86" => "qemu-system-x86",
                "aarch64" or "arm" => "qemu-system-arm",
                "ppc64" or "ppc" => "qemu-system-ppc",
                _ => "qemu-system",
            });
        }
        if (Is("rhel") || Is("centos"))
            return architecture == QemuTarget.Host ? Dnf("qemu-kvm") : null;
        if (Is("fedora"))
            return Dnf($"qemu-system-{family switch { "ppc64" => "ppc", "riscv64" or "riscv32" => "riscv", _ => family }}");
        if (Is("arch"))
            return Sudo($"pacman -S qemu-system-{family switch { "ppc64" => "ppc", "riscv64" or "riscv32" => "riscv", _ => family }}");
        if (Is("suse") || Is("opensuse"))
        {
            return Sudo($"zypper install {family switch
            {
                "x86" => "qemu-x86",
                "aarch64" or "arm" => "qemu-arm",
                "ppc64" or "ppc" => "qemu-ppc",
                "s390x" => "qemu-s390x",
                _ => "qemu-extra",
            }}");
        }
        return Is("alpine") ? Sudo($"apk add qemu-system-{architecture}") : null;
    }

    /// <summary>The command that installs <c>qemu-img</c> or <c>xorriso</c>; null when it is not known.</summary>
    public string? InstallTool(string tool) =>
        Is("debian") ? Apt(tool == "qemu-img" ? "qemu-utils" : tool)
        : Is("fedora") || Is("rhel") || Is("centos") ? Dnf(tool)
        : Is("arch") ? Sudo($"pacman -S {(tool == "xorriso" ? "libisoburn" : tool)}")
        : Is("suse") || Is("opensuse") ? Sudo($"zypper install {(tool == "qemu-img" ? "qemu-tools" : tool)}")
        : Is("alpine") ? Sudo($"apk add {tool}")
        : null;

    /// <summary>Whether this is the distribution of a name, or one derived from it.</summary>
    public bool Is(string name) => _names.Contains(name) || (name == "debian" && _names.Contains("ubuntu"));

    private static string Apt(string package) => Sudo($"apt-get install {package}");

    private static string Dnf(string package) => Sudo($"dnf install {package}");

    private static string Sudo(string command) => Environment.IsPrivilegedProcess ? command : $"sudo {command}";
}
