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
        try
        {
            using var device = NativeFile.Open(Path, Libc.O_RDWR);
            return (null, null);
        }
        catch (LinuxException failure)
        {
            return failure.Errno switch
            {
                Errno.ENOENT or Errno.ENODEV or Errno.ENXIO => (
                    $"{Path} is not there: the processor's virtualization is off, or not passed on to this machine",
                    "Turn virtualization on in the firmware (or nested virtualization on its host), then: modprobe kvm_intel or kvm_amd"),
                Errno.EACCES or Errno.EPERM => (
                    $"you may not open {Path}",
                    $"sudo usermod -aG kvm {Environment.UserName}   (then log in again)"),
                _ => ($"{Path} does not open: {failure.Message}", null),
            };
        }
    }

    /// <summary>What tells one life of the device from the next: another boot, another module behind it.</summary>
    public static string Identity() =>
        NativeFile.Stat(Path) is { } status
            ? string.Create(CultureInfo.InvariantCulture, $"{ProcFile.BootId()}/{status.Inode}/{status.ModifiedSeconds}.{status.ModifiedNanoseconds}")
            : ProcFile.BootId();

    /// <summary>
    /// The kernel module behind the device where it is an unusual one, such as <c>kvm_pvm</c>; null where it is the
    /// processor maker's, or unknown.
    /// </summary>
    public static string? UnusualModule()
    {
        if (!Directory.Exists("/sys/module"))
            return null;
        var modules = Directory.GetDirectories("/sys/module", "kvm_*").Select(System.IO.Path.GetFileName).ToList();
        return modules.Exists(static name => name is "kvm_intel" or "kvm_amd") ? null : modules.FirstOrDefault();
    }
}
