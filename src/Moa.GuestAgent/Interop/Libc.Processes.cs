using System.Runtime.InteropServices;

namespace Moa.GuestAgent.Interop;

internal static partial class Libc
{
    public const int SIGHUP = 1;
    public const int SIGKILL = 9;
    public const int SIGPIPE = 13;
    public const int SIGTERM = 15;
    public const int SIGCHLD = 17;
    public const int SIGCONT = 18;
    public const int P_ALL = 0;
    public const int P_PID = 1;
    public const int WNOHANG = 1;
    public const int WEXITED = 4;
    public const int WNOWAIT = 0x01000000;
    public const int CLD_EXITED = 1;
    public const short POSIX_SPAWN_SETSIGDEF = 4;
    public const short POSIX_SPAWN_SETSIGMASK = 8;
    public const short POSIX_SPAWN_SETSID = 0x80;

    /// <summary>siginfo_t as waitid(2) fills it, on 64-bit machines.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 128)]
    public struct WaitInfo
    {
        [FieldOffset(8)]
        public int Code;

        [FieldOffset(16)]
        public int ProcessId;

        [FieldOffset(24)]
        public int Status;
    }

    /// <summary>posix_spawn_file_actions_t; glibc uses 80 bytes.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 256)]
    public struct SpawnActions;

    /// <summary>posix_spawnattr_t; glibc uses 336 bytes.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 512)]
    public struct SpawnAttributes;

    /// <summary>sigset_t.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 128)]
    public struct SignalSet;

    [LibraryImport(Library, EntryPoint = "getpid")]
    public static partial int GetProcessId();

    [LibraryImport(Library, EntryPoint = "kill", SetLastError = true)]
    public static partial int Kill(int process, int signal);

    /// <summary>signal(2); the handler is 0 for the default and 1 for ignoring.</summary>
    [LibraryImport(Library, EntryPoint = "signal", SetLastError = true)]
    public static partial nint Signal(int signal, nint handler);

    [LibraryImport(Library, EntryPoint = "waitid", SetLastError = true)]
    public static unsafe partial int WaitId(int kind, int id, WaitInfo* info, int options);

    // The functions of posix_spawn(3) return an errno; those that cannot fail are void here.
    [LibraryImport(Library, EntryPoint = "posix_spawn")]
    public static unsafe partial int PosixSpawn(
        int* process, byte* path, SpawnActions* actions, SpawnAttributes* attributes, byte** arguments, byte** environment);

    [LibraryImport(Library, EntryPoint = "posix_spawn_file_actions_init")]
    public static unsafe partial void SpawnActionsInit(SpawnActions* actions);

    [LibraryImport(Library, EntryPoint = "posix_spawn_file_actions_destroy")]
    public static unsafe partial void SpawnActionsDestroy(SpawnActions* actions);

    [LibraryImport(Library, EntryPoint = "posix_spawn_file_actions_adddup2")]
    public static unsafe partial int SpawnActionsAddDup2(SpawnActions* actions, int from, int to);

    /// <summary>The path is copied.</summary>
    [LibraryImport(Library, EntryPoint = "posix_spawn_file_actions_addopen")]
    public static unsafe partial int SpawnActionsAddOpen(SpawnActions* actions, int descriptor, byte* path, int flags, uint mode);

    /// <summary>The path is copied; glibc 2.29.</summary>
    [LibraryImport(Library, EntryPoint = "posix_spawn_file_actions_addchdir_np")]
    public static unsafe partial int SpawnActionsAddChdir(SpawnActions* actions, byte* path);

    [LibraryImport(Library, EntryPoint = "posix_spawnattr_init")]
    public static unsafe partial void SpawnAttributesInit(SpawnAttributes* attributes);

    [LibraryImport(Library, EntryPoint = "posix_spawnattr_destroy")]
    public static unsafe partial void SpawnAttributesDestroy(SpawnAttributes* attributes);

    [LibraryImport(Library, EntryPoint = "posix_spawnattr_setflags")]
    public static unsafe partial void SpawnAttributesSetFlags(SpawnAttributes* attributes, short flags);

    [LibraryImport(Library, EntryPoint = "posix_spawnattr_setsigdefault")]
    public static unsafe partial void SpawnAttributesSetSignalDefault(SpawnAttributes* attributes, SignalSet* signals);

    [LibraryImport(Library, EntryPoint = "posix_spawnattr_setsigmask")]
    public static unsafe partial void SpawnAttributesSetSignalMask(SpawnAttributes* attributes, SignalSet* signals);

    public const int SFD_CLOEXEC = 0x80000;
    public const int SFD_NONBLOCK = 0x800;

    /// <summary>The size of struct signalfd_siginfo, whose first member is the signal's number.</summary>
    public const int SignalFdRecordSize = 128;

    /// <summary>Blocks these signals in the calling thread.</summary>
    public static unsafe void BlockSignals(SignalSet signals) => _ = pthread_sigmask(SIG_BLOCK, &signals, null);

    private const int SIG_BLOCK = 0;

    [LibraryImport(Library)]
    private static unsafe partial int pthread_sigmask(int how, SignalSet* signals, SignalSet* previous);

    [LibraryImport(Library, EntryPoint = "sigemptyset")]
    public static unsafe partial void SignalEmpty(SignalSet* signals);

    [LibraryImport(Library, EntryPoint = "sigaddset")]
    public static unsafe partial void SignalAdd(SignalSet* signals, int signal);

    [LibraryImport(Library, EntryPoint = "signalfd", SetLastError = true)]
    public static unsafe partial int SignalFd(int descriptor, SignalSet* signals, int flags);
}
