using Moa.Images.Tools;

namespace Moa.Images.Tests;

/// <summary>Boots an image under QEMU and returns what it wrote to its console.</summary>
internal static class Guest
{
    /// <summary>A first process for tests, instead of the real agent: shows where it is, loads modules, powers off.</summary>
    public const string Init = """
        #!/bin/sh
        mount -t proc proc /proc
        mount -t sysfs sys /sys
        mount -t devtmpfs dev /dev
        echo "release $(uname -r)"
        while read -r module; do insmod "$module" || echo "insmod failed: $module"; done < /etc/moa/modules
        for port in /sys/class/virtio-ports/*; do echo "port $(cat $port/name)"; done
        modprobe 9p && modprobe ext4 && modprobe overlay && modprobe virtio_net && echo "modprobe works"
        grep -E 'ext4|9p$|overlay' /proc/filesystems
        ls -l /init /sbin/moa-agent /bin/sh
        echo "done"
        poweroff -f
        """;

    public static Task<string> BootAsync(Image image, CancellationToken cancellationToken, params string[] more) =>
        ToolRunner.ReadAsync(
            new("qemu-system-x86_64",
            [
                "-M", "q35,accel=tcg", "-m", "256", "-nodefaults", "-display", "none", "-no-reboot",
                "-kernel", image.KernelPath, "-initrd", image.InitrdPath, "-append", image.KernelArguments, "-serial", "stdio", .. more,
            ]) { Stall = TimeSpan.FromSeconds(60) },
            cancellationToken);
}
