namespace Moa.Interop.Linux;

/// <summary>
/// The native functions Moa calls, a file per group, with C's names. Every descriptor they make is close-on-exec. They
/// are wrapped by the classes beside this one; nothing else calls them. Linux 5.15 and glibc 2.34 or later.
/// </summary>
internal static partial class Libc
{
    private const string Library = "libc";
}
