using System.Runtime.InteropServices;

namespace Moa.Interop.Linux;

internal static partial class Libc
{
    public const int O_RDONLY = 0;
    public const int O_WRONLY = 1;
    public const int O_RDWR = 2;
    public const int O_CREAT = 0x40;
    public const int O_EXCL = 0x80;
    public const int O_TRUNC = 0x200;
    public const int O_APPEND = 0x400;
    public const int O_NONBLOCK = 0x800;
    public const int O_CLOEXEC = 0x80000;
    public const int F_GETFL = 3;
    public const int F_SETFL = 4;
    public const int F_DUPFD_CLOEXEC = 1030;
    public const int LOCK_EX = 2;
    public const int LOCK_NB = 4;

    // O_DIRECTORY and O_NOFOLLOW are the two flags whose values differ on arm.
    public static readonly int O_DIRECTORY = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 0x4000 : 0x10000;
    public static readonly int O_NOFOLLOW = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 0x8000 : 0x20000;

    /// <summary>open(2).</summary>
    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial Descriptor open(string path, int flags, uint mode);

    /// <summary>close(2).</summary>
    [LibraryImport(Library)]
    public static partial int close(int fd);

    /// <summary>read(2).</summary>
    [LibraryImport(Library, SetLastError = true)]
    public static unsafe partial nint read(SafeHandle fd, byte* buffer, nuint count);

    /// <summary>write(2).</summary>
    [LibraryImport(Library, SetLastError = true)]
    public static unsafe partial nint write(SafeHandle fd, byte* buffer, nuint count);

    /// <summary>fcntl(2) with an integer argument; F_DUPFD_CLOEXEC since 2.6.24.</summary>
    [LibraryImport(Library, SetLastError = true)]
    public static partial int fcntl(SafeHandle fd, int command, int argument);

    /// <summary>fsync(2).</summary>
    [LibraryImport(Library, SetLastError = true)]
    public static partial int fsync(SafeHandle fd);

    /// <summary>flock(2): the lock belongs to the open file, so it outlives this process where the descriptor does.</summary>
    [LibraryImport(Library, SetLastError = true)]
    public static partial int flock(SafeHandle fd, int operation);

    /// <summary>rename(2).</summary>
    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int rename(string from, string to);

    /// <summary>unlink(2).</summary>
    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int unlink(string path);

    /// <summary>mkdir(2).</summary>
    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int mkdir(string path, uint mode);

    /// <summary>fchmod(2); on a socket that is not bound yet it decides the mode that bind gives.</summary>
    [LibraryImport(Library, SetLastError = true)]
    public static partial int fchmod(SafeHandle fd, uint mode);

    /// <summary>chdir(2).</summary>
    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int chdir(string path);

    /// <summary>pipe2(2), since 2.6.27.</summary>
    [LibraryImport(Library, SetLastError = true)]
    public static unsafe partial int pipe2(int* ends, int flags);

    /// <summary>statx(2), since 4.11; its structure is the same on every architecture.</summary>
    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static unsafe partial int statx(SafeHandle folder, string path, int flags, uint mask, Statx* result);

    /// <summary>statx(2) relative to the working folder (AT_FDCWD).</summary>
    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static unsafe partial int statx(int folder, string path, int flags, uint mask, Statx* result);

    /// <summary>geteuid(2).</summary>
    [LibraryImport(Library)]
    public static partial uint geteuid();

    /// <summary>The head of struct statx; the kernel writes 256 bytes.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    public struct Statx
    {
        [FieldOffset(20)] public uint Uid;
        [FieldOffset(28)] public ushort Mode;
        [FieldOffset(32)] public ulong Inode;
        [FieldOffset(40)] public ulong Size;
        [FieldOffset(112)] public long ModifiedSeconds;
        [FieldOffset(120)] public uint ModifiedNanoseconds;
        [FieldOffset(136)] public uint DeviceMajor;
        [FieldOffset(140)] public uint DeviceMinor;
    }
}
