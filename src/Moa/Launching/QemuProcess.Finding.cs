using Moa.Interop.Linux;
using Moa.Keeping;
using Moa.Keeping.Protocol;

namespace Moa.Launching;

public sealed partial class QemuProcess
{
    /// <summary>
    /// Connects to the keeper of a machine that any program has started. Disposing the result lets go of the machine and
    /// ends nothing. Null when no keeper is there: the machine does not run, or see <see cref="AdoptAsync"/>.
    /// </summary>
    /// <param name="runtimeFolder">The machine's runtime folder.</param>
    /// <param name="cancellationToken">Stops the attempt.</param>
    public static async Task<QemuProcess?> AttachAsync(string runtimeFolder, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(runtimeFolder);
        var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(runtimeFolder));
        var control = Path.Combine(folder, RuntimeFiles.Control);
        var connection = await KeeperConnection.ConnectAsync(control, cancellationToken).ConfigureAwait(false);
        if (connection is null)
            return null;
        var process = new QemuProcess(folder, connection, keeperProcess: null);
        try
        {
            await process.known.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
            return process;
        }
        catch (KeeperException)
        {
            await process.DisposeAsync().ConfigureAwait(false);
            return null;
        }
        catch
        {
            await process.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// Gives a QEMU whose keeper was lost a new keeper, which takes up its monitor, its agent's port and its console again.
    /// Its exit status cannot be known any more. A temporary machine ends with this process from here on. Null when no such
    /// QEMU runs: what it left in the runtime folder is removed then, and with a temporary machine its data folder.
    /// </summary>
    /// <param name="runtimeFolder">The machine's runtime folder.</param>
    /// <param name="cancellationToken">Stops the attempt.</param>
    /// <exception cref="KeeperException">The new keeper cannot be started, or cannot take the machine over.</exception>
    public static async Task<QemuProcess?> AdoptAsync(string runtimeFolder, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(runtimeFolder);
        var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(runtimeFolder));
        using var folderLock = await Task.Run(() => FolderLock.TryTake(folder, wait: true), cancellationToken).ConfigureAwait(false);
        if (folderLock is null)
            return null;
        // Whoever had the lock before may have done it.
        if (await AttachAsync(folder, cancellationToken).ConfigureAwait(false) is { } attached)
            return attached;
        if (RunningQemu.Find(folder) is not { } record)
        {
            if (ProcessRecord.Load(folder) is { Temporary: true } left)
                NativeFile.RemoveTree(left.Data);
            NativeFile.RemoveTree(folder);
            return null;
        }
        foreach (var name in record.Listeners.Select(static listener => listener.Name).Append(RuntimeFiles.Control))
            NativeFile.Remove(Path.Combine(folder, name));
        var process = Launch(FrameType.Adopt, new StartMessage
        {
            Id = record.Id,
            Runtime = folder,
            Data = record.Data,
            Temporary = record.Temporary,
            Listeners = record.Listeners,
            Pid = record.QemuPid,
            StartTime = record.QemuStartTime,
            Marked = record.Marked,
        }, folderLock, []);
        KeeperState state;
        try
        {
            // A new keeper answers at once, whatever QEMU does.
            state = await process.known.Task.ConfigureAwait(false);
        }
        catch (KeeperException)
        {
            await process.FinishAsync().ConfigureAwait(false);
            throw;
        }
        if (state.State != KeeperState.Failed)
            return process;
        await process.FinishAsync().ConfigureAwait(false);
        throw new KeeperException(
            $"A new keeper cannot take over machine {record.Id}, process {record.QemuPid}: {state.Message}. QEMU runs on.");
    }
}
