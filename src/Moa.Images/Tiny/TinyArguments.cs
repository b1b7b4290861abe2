using System.Runtime.InteropServices;

namespace Moa.Images.Tiny;

/// <summary>The kernel arguments of the built-in image; what each saves is in docs/images.md.</summary>
internal static class TinyArguments
{
    /// <summary>For a guest of the host's own architecture.</summary>
    public static string ForThisArchitecture => RuntimeInformation.OSArchitecture == Architecture.X64
        ? string.Join(' ', ["console=ttyS0", .. Common, .. X86])
        : string.Join(' ', ["console=ttyAMA0", .. Common]);

    private static readonly string[] Common =
    [
        // A panic ends the machine (QEMU is started with -no-reboot) instead of leaving it hanging.
        "panic=-1",
        "quiet",
        // The kernel would test its ciphers against known answers.
        "cryptomgr.notests",
        // Closing the kernel's text to itself guards it against processes that are not root; commands here are.
        "rodata=off",
    ];

    private static readonly string[] X86 =
    [
        // On one CPU the kernel would patch the lock prefixes out of itself, thousands of places.
        "noreplace-smp",
        // It would wait ten timer ticks to see whether the timer works.
        "no_timer_check",
    ];
}
