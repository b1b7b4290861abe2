using System.Runtime.InteropServices;

namespace Moa.Probing;

/// <summary>The names of guest architectures: QEMU's, as in <c>qemu-system-NAME</c> and <c>query-target</c>.</summary>
internal static class QemuTarget
{
    /// <summary>The architecture of this host.</summary>
    public static string Host { get; } = FromAnyName(RuntimeInformation.OSArchitecture.ToString());

    /// <summary>
    /// QEMU's name for an architecture that uname, Debian, Go or .NET call otherwise; names that are QEMU's stay.
    /// </summary>
    /// <exception cref="ArgumentException">The name could not be part of a program's name.</exception>
    public static string FromAnyName(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var lower = name.ToLowerInvariant();
        if (!lower.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_'))
            throw new ArgumentException($"'{name}' is no name of an architecture; QEMU's are x86_64, aarch64, riscv64 and so on.", nameof(name));
        return lower switch
        {
            "x64" or "amd64" => "x86_64",
            "x86" or "i486" or "i586" or "i686" => "i386",
            "arm64" => "aarch64",
            "armhf" or "armel" or "armv6l" or "armv7l" => "arm",
            "ppc64le" or "ppc64el" => "ppc64",
            "powerpc" => "ppc",
            _ => lower,
        };
    }

    /// <summary>Whether KVM on this host could run guests of an architecture at all.</summary>
    public static bool RunsOnKvm(string guest) =>
        guest == Host || (Host, guest) is ("x86_64", "i386") or ("aarch64", "arm");
}
