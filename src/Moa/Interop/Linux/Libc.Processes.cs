using System.Runtime.InteropServices;

namespace Moa.Interop.Linux;

internal static partial class Libc
{
    public const int SIGHUP = 1;
    public const int SIGINT = 2;
    public const int SIGQUIT = 3;
    public const int SIGKILL = 9;
    public const int SIGPIPE = 13;
    public const int SIGTERM = 15;
    public const int SIGSYS = 31;
    public const int P_PIDFD = 3;
    public const int WNOHANG = 1;
    public const int WEXITED = 4;
    public const int CLD_EXITED = 1;
    public const int SIG_SETMASK = 2;
    public const short POSIX_SPAWN_SETSIGDEF = 0x04;
    public const short POSIX_SPAWN_SETSIGMASK = 0x08;
    public const short POSIX_SPAWN_SETSID = 0x80;

    /// <summary>Room for any of glibc's posix_spawnattr_t, posix_spawn_file_actions_t and sigset_t (336, 80, 128 bytes).</summary>
    public const int OpaqueSize = 512;

    /// <summary>posix_spawn(3). Returns the error number; a failing exec is reported here, by its own number.</summary>
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static unsafe partial int posix_spawn(
        int* pid, string path, void* actions, void* attributes, byte** arguments, byte** environment);

    [LibraryImport(Library)]
    public static unsafe partial int posix_spawnattr_init(void* attributes);

    [LibraryImport(Library)]
    public static unsafe partial int posix_spawnattr_destroy(void* attributes);

    /// <summary>posix_spawnattr_setflags(3); POSIX_SPAWN_SETSID since glibc 2.26.</summary>
    [LibraryImport(Library)]
    public static unsafe partial int posix_spawnattr_setflags(void* attributes, short flags);

    [LibraryImport(Library)]
    public static unsafe partial int posix_spawnattr_setsigdefault(void* attributes, void* signals);

    [LibraryImport(Library)]
    public static unsafe partial int posix_spawnattr_setsigmask(void* attributes, void* signals);

    [LibraryImport(Library)]
    public static unsafe partial int posix_spawn_file_actions_init(void* actions);

    [LibraryImport(Library)]
    public static unsafe partial int posix_spawn_file_actions_destroy(void* actions);

    [LibraryImport(Library)]
    public static unsafe partial int posix_spawn_file_actions_adddup2(void* actions, int from, int to);

    /// <summary>posix_spawn_file_actions_addclose(3); a number that is not open is no error.</summary>
    [LibraryImport(Library)]
    public static unsafe partial int posix_spawn_file_actions_addclose(void* actions, int fd);

    /// <summary>posix_spawn_file_actions_addclosefrom_np(3), since glibc 2.34.</summary>
    [LibraryImport(Library)]
    public static unsafe partial int posix_spawn_file_actions_addclosefrom_np(void* actions, int from);

    /// <summary>sigemptyset(3).</summary>
    [LibraryImport(Library)]
    public static unsafe partial int sigemptyset(void* signals);

    /// <summary>sigfillset(3).</summary>
    [LibraryImport(Library)]
    public static unsafe partial int sigfillset(void* signals);

    /// <summary>sigaddset(3).</summary>
    [LibraryImport(Library)]
    public static unsafe partial int sigaddset(void* signals, int signal);

    /// <summary>signalfd(2), since 2.6.27.</summary>
    [LibraryImport(Library, SetLastError = true)]
    public static unsafe partial Descriptor signalfd(int fd, void* signals, int flags);

    /// <summary>waitid(2); P_PIDFD since 5.4.</summary>
    [LibraryImport(Library, SetLastError = true)]
    public static unsafe partial int waitid(int idType, uint id, SigInfo* info, int options);

    /// <summary>pidfd_open(2), since 5.3, and pidfd_send_signal(2), since 5.1, have no wrapper before glibc 2.36.</summary>
    [LibraryImport(Library, SetLastError = true)]
    public static partial nint syscall(nint number, nint first, nint second, nint third, nint fourth);

    /// <summary>The same numbers on every architecture.</summary>
    public const int SYS_pidfd_send_signal = 424;

    /// <inheritdoc cref="SYS_pidfd_send_signal"/>
    public const int SYS_pidfd_open = 434;

    /// <summary>getpid(2).</summary>
    [LibraryImport(Library)]
    public static partial int getpid();

    /// <summary>The part of siginfo_t that waitid fills in; 128 bytes in all.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 128)]
    public struct SigInfo
    {
        [FieldOffset(8)] public int Code;
        [FieldOffset(16)] public int Pid;
        [FieldOffset(24)] public int Status;
    }
}
