using System.Runtime.InteropServices;
using System.Text;

namespace Moa.GuestAgent.Interop;

internal static partial class Libc
{
    public const int O_RDONLY = 0;
    public const int O_WRONLY = 1;
    public const int O_RDWR = 2;
    public const int O_CREAT = 0x40;
    public const int O_NOCTTY = 0x100;
    public const int O_TRUNC = 0x200;
    public const int O_NONBLOCK = 0x800;
    public const int O_DIRECTORY = 0x10000;
    public const int O_CLOEXEC = 0x80000;
    public const int O_PATH = 0x200000;
    public const int F_SETFL = 4;
    public const int F_DUPFD_CLOEXEC = 1030;
    public const int F_SETPIPE_SZ = 1031;
    public const int X_OK = 1;
    public const int F_OK = 0;
    public const uint CLOSE_RANGE_CLOEXEC = 4;
    public const nuint FIONREAD = 0x541B;

    /// <summary>open(2); the mode is for O_CREAT only.</summary>
    [LibraryImport(Library, EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags, int mode = 0);

    [LibraryImport(Library, EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int descriptor);

    [LibraryImport(Library, EntryPoint = "read", SetLastError = true)]
    private static unsafe partial nint read(int descriptor, byte* buffer, nuint count);

    [LibraryImport(Library, EntryPoint = "write", SetLastError = true)]
    private static unsafe partial nint write(int descriptor, byte* buffer, nuint count);

    /// <summary>read(2), again when a signal interrupts it.</summary>
    public static unsafe int Read(int descriptor, Span<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            nint count;
            do
            {
                count = read(descriptor, start, (nuint)buffer.Length);
            }
            while (count < 0 && Errno == EINTR);
            return (int)count;
        }
    }

    /// <summary>write(2), again when a signal interrupts it.</summary>
    public static unsafe int Write(int descriptor, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            nint count;
            do
            {
                count = write(descriptor, start, (nuint)bytes.Length);
            }
            while (count < 0 && Errno == EINTR);
            return (int)count;
        }
    }

    [LibraryImport(Library, EntryPoint = "pipe2", SetLastError = true)]
    public static unsafe partial int Pipe2(int* descriptors, int flags);

    [LibraryImport(Library, EntryPoint = "fcntl", SetLastError = true)]
    public static partial int Fcntl(int descriptor, int command, int argument);

    [LibraryImport(Library, EntryPoint = "ioctl", SetLastError = true)]
    public static unsafe partial int Ioctl(int descriptor, nuint request, void* argument);

    [LibraryImport(Library, EntryPoint = "access", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Access(string path, int mode);

    /// <summary>close_range(2), Linux 5.9, its CLOEXEC flag 5.11.</summary>
    [LibraryImport(Library, EntryPoint = "close_range", SetLastError = true)]
    public static partial int CloseRange(uint first, uint last, uint flags);

    /// <summary>The bytes waiting in a pipe or terminal.</summary>
    public static unsafe int Waiting(int descriptor)
    {
        var count = 0;
        return Ioctl(descriptor, FIONREAD, &count) < 0 ? 0 : count;
    }

    /// <summary>Replaces a file's content.</summary>
    public static void WriteText(string path, string text)
    {
        var descriptor = Open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0x1A4);
        if (descriptor < 0)
            return;
        Write(descriptor, Encoding.UTF8.GetBytes(text));
        Close(descriptor);
    }

    /// <summary>The text of a file, also of /proc and /sys; null when it cannot be read.</summary>
    public static string? ReadText(string path)
    {
        var descriptor = Open(path, O_RDONLY | O_CLOEXEC);
        if (descriptor < 0)
            return null;
        var buffer = new byte[1024];
        var length = 0;
        while (Read(descriptor, buffer.AsSpan(length)) is > 0 and var count)
        {
            length += count;
            if (length == buffer.Length)
                Array.Resize(ref buffer, 4 * length);
        }

        Close(descriptor);
        return Encoding.UTF8.GetString(buffer, 0, length);
    }
}
