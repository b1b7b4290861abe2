using Moa.Interop.Linux;

namespace Moa.Keeper;

/// <summary>
/// A log of bounded size: when it is full it becomes <c>name.1</c> and a new one begins, so the newest bytes are always
/// there and at most twice the limit is.
/// </summary>
internal sealed class RotatingLog(string path, long limit)
{
    private Descriptor? file;

    /// <summary>Bytes in the current file.</summary>
    public long Size { get; private set; }

    /// <summary>The current file's inode, by which a reader knows which file <see cref="Size"/> is of; 0 when there is none.</summary>
    public ulong Inode { get; private set; }

    /// <summary>Begins a new file, or goes on with the one there is.</summary>
    public void Open(bool append)
    {
        if (!append && NativeFile.Stat(path) is { Size: > 0 })
            _ = Libc.rename(path, path + ".1");
        file = NativeFile.Open(path, Libc.O_WRONLY | Libc.O_CREAT | Libc.O_APPEND);
        var stat = NativeFile.Stat(file);
        Size = (long)stat.Size;
        Inode = stat.Inode;
    }

    /// <summary>Writes; what a full disk or a vanished folder does not take is lost, since the guest must not wait for it.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            try
            {
                if (file is null || Size >= limit)
                    Rotate();
                var part = bytes[..(int)Math.Min(bytes.Length, limit - Size)];
                NativeFile.Write(file!, part);
                Size += part.Length;
                bytes = bytes[part.Length..];
            }
            catch (LinuxException)
            {
                return;
            }
        }
    }

    public void Close() => file?.Dispose();

    private void Rotate()
    {
        file?.Dispose();
        file = null;
        Open(append: false);
    }
}
