using System.Runtime.InteropServices;

namespace Moa.Interop.Linux;

internal static partial class Libc
{
    public const int EPOLL_CTL_ADD = 1;
    public const int EPOLL_CTL_DEL = 2;
    public const int EPOLL_CTL_MOD = 3;
    public const uint EPOLLIN = 1;
    public const uint EPOLLOUT = 4;
    public const uint EPOLLERR = 8;
    public const uint EPOLLHUP = 16;
    public const short POLLIN = 1;

    /// <summary>epoll_create1(2), since 2.6.27.</summary>
    [LibraryImport(Library, SetLastError = true)]
    public static partial Descriptor epoll_create1(int flags);

    /// <summary>epoll_ctl(2); the event is 12 packed bytes on x86-64 and 16 elsewhere.</summary>
    [LibraryImport(Library, SetLastError = true)]
    public static unsafe partial int epoll_ctl(SafeHandle epoll, int operation, SafeHandle fd, byte* @event);

    /// <summary>epoll_wait(2).</summary>
    [LibraryImport(Library, SetLastError = true)]
    public static unsafe partial int epoll_wait(SafeHandle epoll, byte* events, int count, int milliseconds);

    /// <summary>poll(2).</summary>
    [LibraryImport(Library, SetLastError = true)]
    public static unsafe partial int poll(PollFd* descriptors, nuint count, int milliseconds);

    [StructLayout(LayoutKind.Sequential)]
    public struct PollFd
    {
        public int Fd;
        public short Events;
        public short Returned;
    }
}
