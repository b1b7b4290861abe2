using System.Runtime.InteropServices;

namespace Moa.GuestAgent.Interop;

internal static partial class Libc
{
    public const nuint MS_RDONLY = 1;
    public const nuint MS_NOSUID = 2;
    public const nuint MS_NODEV = 4;
    public const nuint MS_NOEXEC = 8;
    public const nuint MS_REMOUNT = 32;
    public const int MNT_DETACH = 2;
    public const int RB_AUTOBOOT = 0x1234567;
    public const int RB_POWER_OFF = 0x4321FEDC;
    public const int RB_DISABLE_CAD = 0;
    public const int MODULE_INIT_COMPRESSED_FILE = 4;

    /// <summary>Flushes every file system. Blocks until the disks have it.</summary>
    [LibraryImport(Library, EntryPoint = "sync")]
    public static partial void Sync();

    [LibraryImport(Library, EntryPoint = "mount", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Mount(string source, string target, string? type, nuint flags, string? options);

    [LibraryImport(Library, EntryPoint = "umount2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Unmount(string target, int flags);

    [LibraryImport(Library, EntryPoint = "mkdir", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int MakeFolder(string path, int mode);

    [LibraryImport(Library, EntryPoint = "symlink", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Symlink(string target, string path);

    [LibraryImport(Library, EntryPoint = "sethostname", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SetHostName(string name, nuint length);

    /// <summary>reboot(2); returns only when it fails, or for the setting of Ctrl-Alt-Del.</summary>
    [LibraryImport(Library, EntryPoint = "reboot", SetLastError = true)]
    public static partial int Reboot(int action);

    [LibraryImport(Library, EntryPoint = "syscall", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint syscall(nint number, int descriptor, string text, int flags);

    public const int UtsRelease = 2;
    public const int UtsMachine = 4;

    /// <summary>A field of uname(2), by its place.</summary>
    public static unsafe string Uname(int field)
    {
        const int fieldSize = 65;
        var names = stackalloc byte[6 * fieldSize];
        return uname(names) == 0 ? Marshal.PtrToStringUTF8((nint)(names + (field * fieldSize))) ?? "" : "";
    }

    [LibraryImport(Library, SetLastError = true)]
    private static unsafe partial int uname(byte* names);

    /// <summary>fnmatch(3); 0 when the text matches.</summary>
    [LibraryImport(Library, EntryPoint = "fnmatch", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int MatchPattern(string pattern, string text, int flags);

    /// <summary>finit_module(2), for which glibc has no function; returns 0 or an errno.</summary>
    public static int LoadModule(string path)
    {
        var descriptor = Open(path, O_RDONLY | O_CLOEXEC);
        if (descriptor < 0)
            return Errno;
        var number = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 313 : 273;
        var result = syscall(number, descriptor, "", path.EndsWith(".ko", StringComparison.Ordinal) ? 0 : MODULE_INIT_COMPRESSED_FILE);
        var errno = result < 0 ? Errno : 0;
        Close(descriptor);
        return errno;
    }
}
