using System.Runtime.InteropServices;

namespace Moa.Interop.Linux;

/// <summary>Files by system call, for state that must be whole or absent, and for /proc.</summary>
internal static class NativeFile
{
    private const int MaxAttempts = 1000;

    /// <summary>Opens a file, close-on-exec; new ones are for this user only.</summary>
    public static Descriptor Open(string path, int flags)
    {
        var file = Libc.open(path, flags | Libc.O_CLOEXEC, 0x180);
        if (!file.IsInvalid)
            return file;
        var error = LinuxException.Last("open", path);
        file.Dispose();
        throw error;
    }

    /// <summary>Everything in a file, at most <paramref name="limit"/> bytes.</summary>
    public static byte[] Read(string path, int limit)
    {
        using var file = Open(path, Libc.O_RDONLY);
        var buffer = new byte[Math.Min(4096, limit)];
        var length = 0;
        while (true)
        {
            var count = Read(file, buffer.AsSpan(length));
            if (count <= 0)
                return buffer[..length];
            length += count;
            if (length < buffer.Length)
                continue;
            if (length == limit)
                return buffer;
            Array.Resize(ref buffer, Math.Min(buffer.Length * 2, limit));
        }
    }

    /// <summary>read(2): the bytes read, 0 at the end, -1 when a non-blocking descriptor has nothing now.</summary>
    public static int Read(Descriptor file, Span<byte> buffer)
    {
        // SAFETY: the kernel writes at most the span's length.
        unsafe
        {
            fixed (byte* pointer = buffer)
            {
                nint count;
                do
                {
                    count = Libc.read(file, pointer, (nuint)buffer.Length);
                }
                while (count == -1 && Marshal.GetLastPInvokeError() == Errno.EINTR);
                if (count == -1 && Marshal.GetLastPInvokeError() != Errno.EAGAIN)
                    throw LinuxException.Last("read");
                return (int)count;
            }
        }
    }

    /// <summary>Writes all bytes; a full disk is an exception after the part that fitted.</summary>
    public static void Write(Descriptor file, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            // SAFETY: the kernel reads at most the span's length.
            unsafe
            {
                fixed (byte* pointer = bytes)
                {
                    var count = Libc.write(file, pointer, (nuint)bytes.Length);
                    if (count == -1 && Marshal.GetLastPInvokeError() != Errno.EINTR)
                        throw LinuxException.Last("write");
                    bytes = bytes[(int)Math.Max(0, count)..];
                }
            }
        }
    }

    /// <summary>
    /// Replaces a file so that at every instant either the old or the new content is there, whole.
    /// </summary>
    /// <param name="path">The file; its folder exists.</param>
    /// <param name="content">The new content.</param>
    /// <param name="durable">Whether it must survive a crash of the host; costs two flushes of the disk.</param>
    public static void Replace(string path, ReadOnlySpan<byte> content, bool durable)
    {
        var temporary = path + ".new";
        try
        {
            using var file = Open(temporary, Libc.O_WRONLY | Libc.O_CREAT | Libc.O_TRUNC);
            Write(file, content);
            if (durable)
                LinuxException.Check(Libc.fsync(file), "fsync", path);
        }
        catch (LinuxException)
        {
            _ = Libc.unlink(temporary);
            throw;
        }
        LinuxException.Check(Libc.rename(temporary, path), "rename", path);
        if (!durable)
            return;
        using var folder = Open(Path.GetDirectoryName(path)!, Libc.O_RDONLY | Libc.O_DIRECTORY);
        LinuxException.Check(Libc.fsync(folder), "fsync", path);
    }

    /// <summary>Removes a file; one that is not there is no error.</summary>
    public static void Remove(string path)
    {
        if (Libc.unlink(path) == -1 && Marshal.GetLastPInvokeError() != Errno.ENOENT)
            throw LinuxException.Last("unlink", path);
    }

    /// <summary>
    /// Removes a folder and everything in it, links themselves and not what they lead to. One that is not there is no error,
    /// and neither is somebody who removes it at the same time.
    /// </summary>
    public static void RemoveTree(string folder)
    {
        // Each of two that remove the same folder is told of files that the other was quicker at.
        for (var attempt = 0; attempt < MaxAttempts && Directory.Exists(folder); attempt++)
        {
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (DirectoryNotFoundException)
            {
                continue;
            }
        }
    }

    /// <summary>Size, owner and identity of what is at a path, links followed; null when nothing is.</summary>
    public static unsafe Libc.Statx? Stat(string path)
    {
        const int AtFdCwd = -100;
        const uint BasicStats = 0x7ff;
        Libc.Statx result;
        if (Libc.statx(AtFdCwd, path, 0, BasicStats, &result) != -1)
            return result;
        var error = LinuxException.Last("statx", path);
        return error.Errno is Errno.ENOENT or Errno.ENOTDIR ? null : throw error;
    }

    /// <summary>The same of an open file.</summary>
    public static unsafe Libc.Statx Stat(SafeHandle file)
    {
        const int AtEmptyPath = 0x1000;
        const uint BasicStats = 0x7ff;
        Libc.Statx result;
        LinuxException.Check(Libc.statx(file, "", AtEmptyPath, BasicStats, &result), "statx");
        return result;
    }

    /// <summary>A pipe; both ends blocking.</summary>
    public static (Descriptor Read, Descriptor Write) Pipe()
    {
        var ends = (Span<int>)stackalloc int[2];
        // SAFETY: pipe2 writes two ints, which is what the span holds.
        unsafe
        {
            fixed (int* pointer = ends)
                LinuxException.Check(Libc.pipe2(pointer, Libc.O_CLOEXEC), "pipe2");
        }
        return (new Descriptor(ends[0]), new Descriptor(ends[1]));
    }

    /// <summary>Makes a descriptor non-blocking.</summary>
    public static void SetNonBlocking(Descriptor descriptor)
    {
        var flags = LinuxException.Check(Libc.fcntl(descriptor, Libc.F_GETFL, 0), "fcntl");
        LinuxException.Check(Libc.fcntl(descriptor, Libc.F_SETFL, flags | Libc.O_NONBLOCK), "fcntl");
    }
}
