using System.Runtime.InteropServices;

namespace Moa.GuestAgent.Interop;

/// <summary>The C library, linked into the agent. One file per group of functions; names and constants are C's.</summary>
internal static partial class Libc
{
    private const string Library = "libc";

    /// <summary>Why the last call failed.</summary>
    public static int Errno => Marshal.GetLastPInvokeError();

    public const int EPERM = 1;
    public const int ENOENT = 2;
    public const int ESRCH = 3;
    public const int EINTR = 4;
    public const int EIO = 5;
    public const int E2BIG = 7;
    public const int ENOEXEC = 8;
    public const int ECHILD = 10;
    public const int EAGAIN = 11;
    public const int ENOMEM = 12;
    public const int EACCES = 13;
    public const int EBUSY = 16;
    public const int EEXIST = 17;
    public const int ENODEV = 19;
    public const int ENOTDIR = 20;
    public const int EISDIR = 21;
    public const int ELIBBAD = 80;

    /// <summary>strerror(3).</summary>
    public static unsafe string Explain(int errno) => Marshal.PtrToStringUTF8((nint)strerror(errno)) ?? "unknown error";

    [LibraryImport(Library)]
    private static unsafe partial byte* strerror(int errno);
}
