namespace Moa.Images;

/// <summary>The right to change a store, held by one process at a time and given back by the kernel when it dies.</summary>
internal sealed class StoreLock : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    private readonly FileStream _file;

    private StoreLock(FileStream file) => _file = file;

    /// <summary>Waits for the lock.</summary>
    public static async Task<StoreLock> TakeAsync(string folder, IProgress<ImageProgress>? progress, CancellationToken cancellationToken)
    {
        Folders.Create(folder);
        var path = Path.Combine(folder, ".lock");
        if (TryTake(path) is { } free)
            return free;
        progress?.Report(new("waiting for another moa to finish the image", 0, null));
        // The BCL has no call that waits for a file's lock, so it is tried again: somebody else is at work for seconds.
        using var timer = new PeriodicTimer(Interval);
        while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
        {
            if (TryTake(path) is { } freed)
                return freed;
        }
        throw new OperationCanceledException(cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static StoreLock? TryTake(string path)
    {
        try
        {
            // FileShare.None is flock(2): it goes with the process, and the file itself stays.
            return new(Folders.OpenFile(path, FileMode.OpenOrCreate));
        }
        catch (IOException error) when (error.HResult == WouldBlock)
        {
            return null;
        }
    }

    private const int WouldBlock = 11; // EAGAIN: the lock is held
}
