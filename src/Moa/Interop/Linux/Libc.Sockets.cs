using System.Runtime.InteropServices;

namespace Moa.Interop.Linux;

internal static partial class Libc
{
    public const int AF_UNIX = 1;
    public const int SOCK_STREAM = 1;
    public const int SOCK_NONBLOCK = 0x800;
    public const int SOCK_CLOEXEC = 0x80000;
    public const int SOL_SOCKET = 1;
    public const int SCM_RIGHTS = 1;
    public const int SO_PEERCRED = 17;
    public const int MSG_DONTWAIT = 0x40;
    public const int MSG_NOSIGNAL = 0x4000;
    public const int MSG_CMSG_CLOEXEC = 0x40000000;

    /// <summary>socket(2); SOCK_CLOEXEC and SOCK_NONBLOCK since 2.6.27.</summary>
    [LibraryImport(Library, SetLastError = true)]
    public static partial Descriptor socket(int domain, int type, int protocol);

    /// <summary>socketpair(2).</summary>
    [LibraryImport(Library, SetLastError = true)]
    public static unsafe partial int socketpair(int domain, int type, int protocol, int* ends);

    /// <summary>bind(2).</summary>
    [LibraryImport(Library, SetLastError = true)]
    public static unsafe partial int bind(SafeHandle fd, byte* address, uint length);

    /// <summary>listen(2).</summary>
    [LibraryImport(Library, SetLastError = true)]
    public static partial int listen(SafeHandle fd, int backlog);

    /// <summary>connect(2).</summary>
    [LibraryImport(Library, SetLastError = true)]
    public static unsafe partial int connect(SafeHandle fd, byte* address, uint length);

    /// <summary>accept4(2), since 2.6.28; the peer's address is of no interest.</summary>
    [LibraryImport(Library, SetLastError = true)]
    public static partial Descriptor accept4(SafeHandle fd, nint address, nint length, int flags);

    /// <summary>sendmsg(2).</summary>
    [LibraryImport(Library, SetLastError = true)]
    public static unsafe partial nint sendmsg(SafeHandle fd, MsgHdr* message, int flags);

    /// <summary>recvmsg(2); MSG_CMSG_CLOEXEC since 2.6.23.</summary>
    [LibraryImport(Library, SetLastError = true)]
    public static unsafe partial nint recvmsg(SafeHandle fd, MsgHdr* message, int flags);

    /// <summary>getsockopt(2).</summary>
    [LibraryImport(Library, SetLastError = true)]
    public static unsafe partial int getsockopt(SafeHandle fd, int level, int option, void* value, uint* length);

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct IoVec
    {
        public byte* Base;
        public nuint Length;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct MsgHdr
    {
        public void* Name;
        public uint NameLength;
        public IoVec* Vectors;
        public nuint VectorCount;
        public void* Control;
        public nuint ControlLength;
        public int Flags;
    }

    /// <summary>struct cmsghdr; its data follow at once.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct CMsgHdr
    {
        public nuint Length;
        public int Level;
        public int Type;
    }

    /// <summary>struct ucred of SO_PEERCRED, see unix(7).</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct UCred
    {
        public int Pid;
        public uint Uid;
        public uint Gid;
    }
}
