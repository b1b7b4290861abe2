namespace Moa.GuestAgent.Tests;

/// <summary>Processes and files of the agent's machine, which here is this one.</summary>
internal static class Processes
{
    /// <summary>Whether there is such a process that has not ended.</summary>
    public static bool IsAlive(int id)
    {
        try
        {
            return !File.ReadAllText($"/proc/{id}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>The content of a file that appears whole, by renaming, some time soon.</summary>
    public static async Task<string> ReadWhenThereAsync(string path, CancellationToken cancellationToken)
    {
        var there = new TaskCompletionSource();
        using var watcher = new FileSystemWatcher(Path.GetDirectoryName(path)!, Path.GetFileName(path));
        watcher.Renamed += (_, _) => there.TrySetResult();
        watcher.Created += (_, _) => there.TrySetResult();
        watcher.EnableRaisingEvents = true;
        if (!File.Exists(path))
            await there.Task.WaitAsync(cancellationToken);
        return await File.ReadAllTextAsync(path, cancellationToken);
    }
}
