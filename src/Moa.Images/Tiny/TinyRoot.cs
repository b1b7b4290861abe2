using Moa.Images.Archives;

namespace Moa.Images.Tiny;

/// <summary>The files of the built-in image: a small and comfortable root folder around busybox.</summary>
internal static class TinyRoot
{
    /// <summary>Applets that an image with an agent as its first process has no use for.</summary>
    private static readonly HashSet<string> LeftOut = ["busybox", "init", "linuxrc", "dpkg", "dpkg-deb", "rpm", "rpm2cpio"];

    /// <summary>All but the agent.</summary>
    public static CpioArchive Base(TinyParts parts)
    {
        var archive = new CpioArchive();
        foreach (var folder in (string[])["dev", "mnt", "proc", "run", "sys", "etc/moa", "usr/local/bin", "usr/local/sbin", "var/log"])
            archive.AddFolder(folder);
        archive.AddFolder("root", UserOnly);
        archive.AddFolder("tmp", Everybody);
        archive.AddFolder("var/tmp", Everybody);
        // One folder for all programs, under each of the names that scripts expect.
        archive.AddLink("bin", "usr/bin");
        archive.AddLink("sbin", "usr/bin");
        archive.AddLink("usr/sbin", "bin");
        archive.AddLink("var/run", "../run");
        // The kernel opens the console for the first process before anybody mounts /dev.
        archive.AddCharacterDevice("dev/console", 5, 1);
        archive.AddCharacterDevice("dev/null", 1, 3, 0b110_110_110);
        AddBusybox(archive, parts);
        AddModules(archive, parts);
        AddSettings(archive);
        return archive;
    }

    /// <summary>The agent, as an archive that follows the base.</summary>
    public static CpioArchive Agent(ReadOnlyMemory<byte> agent)
    {
        var archive = new CpioArchive();
        archive.AddFile("usr/bin/moa-agent", agent, executable: true);
        archive.AddLink("init", "usr/bin/moa-agent");
        return archive;
    }

    private const int UserOnly = 0b111_000_000;
    private const int Everybody = 0b1_111_111_111;

    private static void AddBusybox(CpioArchive archive, TinyParts parts)
    {
        archive.AddFile("usr/bin/busybox", parts.Busybox.Content, executable: true);
        foreach (var applet in parts.Busybox.Applets.Where(static name => !LeftOut.Contains(name)))
            archive.AddLink($"usr/bin/{applet}", "busybox");
    }

    private static void AddModules(CpioArchive archive, TinyParts parts)
    {
        var folder = $"lib/modules/{parts.Release}";
        foreach (var module in parts.Modules.All)
            archive.AddFile($"{folder}/{module.Path}", module.Content);
        archive.AddFile($"{folder}/modules.dep", parts.Modules.DependencyFile());
        archive.AddFile($"{folder}/modules.alias", parts.Modules.AliasFile());
        archive.AddFile("etc/moa/modules",
            string.Concat(parts.Modules.InLoadingOrder(TinyModules.Early).Select(module => $"/{folder}/{module.Path}\n")));
    }

    private static void AddSettings(CpioArchive archive)
    {
        archive.AddFile("etc/hostname", "moa\n");
        archive.AddFile("etc/hosts", "127.0.0.1 localhost moa\n::1 localhost\n");
        // The name server of QEMU's user networking.
        archive.AddFile("etc/resolv.conf", "nameserver 10.0.2.3\n");
        archive.AddFile("etc/passwd", "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n");
        archive.AddFile("etc/group", "root:x:0:\ntty:x:5:\nnogroup:x:65534:\n");
        archive.AddFile("etc/shells", "/bin/sh\n");
        archive.AddFile("etc/profile", "export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\n");
        archive.AddLink("etc/mtab", "/proc/self/mounts");
        archive.AddFile("etc/udhcpc/default.script", DhcpScript, executable: true);
    }

    private const string DhcpScript = """
        #!/bin/sh
        # Called by udhcpc: sets up the interface as the server says.
        case $1 in
          deconfig) ip addr flush dev "$interface"; ip link set "$interface" up ;;
          bound|renew)
            ip addr add "$ip/${mask:-24}" dev "$interface" 2>/dev/null
            for address in $router; do ip route replace default via "$address" dev "$interface" && break; done
            for address in $dns; do echo "nameserver $address"; done > /etc/resolv.conf ;;
        esac

        """;
}
