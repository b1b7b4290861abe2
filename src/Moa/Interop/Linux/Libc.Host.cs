using System.Runtime.InteropServices;

namespace Moa.Interop.Linux;

internal static partial class Libc
{
    /// <summary>glibc's version, such as <c>2.36</c>; null where the C library is another.</summary>
    public static string? GlibcVersion()
    {
        try
        {
            return Marshal.PtrToStringUTF8(gnu_get_libc_version());
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }
    }

    /// <summary>gnu_get_libc_version(3): a constant string; other C libraries do not have the function.</summary>
    [LibraryImport(Library)]
    private static partial nint gnu_get_libc_version();
}
