namespace Moa.Interop.Linux;

/// <summary>
/// A flock on a folder. It is held until every copy of its descriptor is closed, so it can be shared with a child, and it is
/// gone with the processes that had it.
/// </summary>
internal sealed class FolderLock : IDisposable
{
    private FolderLock(Descriptor folder) => Descriptor = folder;

    /// <summary>The open folder.</summary>
    public Descriptor Descriptor { get; }

    /// <summary>
    /// Takes the lock of a folder. Null when somebody else holds it (and <paramref name="wait"/> is false), or when the
    /// folder is not there, or was replaced meanwhile.
    /// </summary>
    public static FolderLock? TryTake(string path, bool wait)
    {
        Descriptor folder;
        try
        {
            folder = NativeFile.Open(path, Libc.O_RDONLY | Libc.O_DIRECTORY);
        }
        catch (LinuxException e) when (e.Errno == Errno.ENOENT)
        {
            return null;
        }
        try
        {
            while (Libc.flock(folder, Libc.LOCK_EX | (wait ? 0 : Libc.LOCK_NB)) == -1)
            {
                var error = LinuxException.Last("flock", path);
                if (error.Errno == Errno.EAGAIN)
                {
                    folder.Dispose();
                    return null;
                }
                if (error.Errno != Errno.EINTR)
                    throw error;
            }
            // Whoever had it before may have removed the folder, and a third may have made a new one.
            if (NativeFile.Stat(path) is { } now && SameFile(now, NativeFile.Stat(folder)))
                return new FolderLock(folder);
            folder.Dispose();
            return null;
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    public void Dispose() => Descriptor.Dispose();

    private static bool SameFile(Libc.Statx one, Libc.Statx other) =>
        one.Inode == other.Inode && one.DeviceMajor == other.DeviceMajor && one.DeviceMinor == other.DeviceMinor;
}
