using System.Globalization;
using Moa.Interop.Linux;

namespace Moa.Probing;

/// <summary>The door to KVM, /dev/kvm: whether it opens for this user.</summary>
internal static class KvmDevice
{
    public const string Path = "/dev/kvm";

    /// <summary>Why it does not open, and what to do about it; nulls when it does.</summary>
    public static (string? Problem, string? Remedy) Try()
    {
        // No exception: where there is no KVM this is asked before every start, and a first exception takes milliseconds.
        using var device = Libc.open(Path, Libc.O_RDWR | Libc.O_CLOEXEC, 0);
        if (!device.IsInvalid)
            return (null, null);
        var failure = LinuxException.Last("open", Path);
        return failure.Errno switch
        {
            Errno.ENOENT or Errno.ENODEV or Errno.ENXIO => (
                $"{Path} is not there: the processor's virtualization is off, or not passed on to this machine",
                "Turn virtualization on in the firmware (or nested virtualization on this machine's host), then: sudo modprobe kvm_intel or kvm_amd"),
            Errno.EACCES or Errno.EPERM => (
                $"you may not open {Path}",
                $"sudo usermod -aG kvm {Environment.UserName}   (then log in again)"),
            _ => ($"{Path} does not open: {failure.Reason}", null),
        };
    }

    /// <summary>What tells one life of the device from the next: another boot, another module behind it.</summary>
    public static string Identity() =>
        NativeFile.Stat(Path) is { } status
            ? string.Create(CultureInfo.InvariantCulture, $"{ProcFile.BootId()}/{status.Inode}/{status.ModifiedSeconds}.{status.ModifiedNanoseconds}")
            : ProcFile.BootId();

    /// <summary>KVM, with the kernel module behind it where that is not a processor maker's: <c>KVM (kvm_pvm)</c>.</summary>
    public static string ModuleName()
    {
        string[] modules = Directory.Exists("/sys/module") ? Directory.GetDirectories("/sys/module", "kvm_*") : [];
        var unusual = modules.Select(System.IO.Path.GetFileName).FirstOrDefault(static name => name is not ("kvm_intel" or "kvm_amd"));
        return unusual is null ? "KVM" : $"KVM ({unusual})";
    }
}
