using System.Text;
using Moa.Interop.Linux;
using Moa.Keeping;
using Moa.Keeping.Protocol;

namespace Moa.Launching;

/// <summary>
/// The two folders of a machine about to be started. The runtime folder is locked until the start is over, and cleared of
/// what an earlier run left.
/// </summary>
internal sealed class MachineFolders : IDisposable
{
    private const uint OwnerOnly = 0x1c0;
    private const uint OthersMask = 0x3f;
    private const uint OthersMayWrite = 0x12;
    private const uint Sticky = 0x200;
    private readonly bool madeData;

    private MachineFolders(string runtime, string data, bool madeData, FolderLock runtimeLock)
    {
        Runtime = runtime;
        Data = data;
        this.madeData = madeData;
        Lock = runtimeLock;
    }

    public string Runtime { get; }

    public string Data { get; }

    /// <summary>The lock of the runtime folder.</summary>
    public FolderLock Lock { get; }

    /// <exception cref="RuntimeFolderException">One of them cannot be used.</exception>
    /// <exception cref="MachineRunningException">The machine runs.</exception>
    public static async Task<MachineFolders> PrepareAsync(QemuStartInfo info, CancellationToken cancellationToken)
    {
        var runtime = Path.TrimEndingDirectorySeparator(Path.GetFullPath(info.RuntimeFolder));
        var data = Path.TrimEndingDirectorySeparator(Path.GetFullPath(info.DataFolder ?? runtime));
        var longest = Encoding.UTF8.GetByteCount(Path.Combine(runtime, RuntimeFiles.Qemu(RuntimeFiles.Serial)));
        if (longest > UnixSocket.MaxPathBytes)
        {
            throw new RuntimeFolderException(RuntimeFolderProblem.TooLong, runtime,
                $"The runtime folder '{runtime}' is {longest - UnixSocket.MaxPathBytes} bytes too long: " +
                $"a Unix socket's path has at most {UnixSocket.MaxPathBytes}. Choose a shorter one, for example with MOA_RUNTIME=/tmp/moa.");
        }
        FolderLock? runtimeLock = null;
        try
        {
            // Somebody who has just ended the machine may remove the folder between its making and its locking.
            while (runtimeLock is null)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Make(runtime);
                runtimeLock = FolderLock.TryTake(runtime, wait: false)
                    ?? await Task.Run(() => FolderLock.TryTake(runtime, wait: true), cancellationToken).ConfigureAwait(false);
            }
            CheckOwner(runtime);
            await ClearAsync(info.Id, runtime, cancellationToken).ConfigureAwait(false);
            var madeData = !Directory.Exists(data);
            Make(data);
            return new MachineFolders(runtime, data, madeData, runtimeLock);
        }
        catch (LinuxException e)
        {
            runtimeLock?.Dispose();
            throw new RuntimeFolderException(RuntimeFolderProblem.NotWritable, runtime,
                $"The folders of machine {info.Id} cannot be made: {e.Message}. Choose others with MOA_RUNTIME and MOA_HOME.", e);
        }
        catch
        {
            runtimeLock?.Dispose();
            throw;
        }
    }

    /// <summary>Lets others act on the machine.</summary>
    public void Dispose() => Lock.Dispose();

    /// <summary>Removes what the attempt to start made.</summary>
    public void Remove()
    {
        NativeFile.RemoveTree(Runtime);
        if (madeData)
            NativeFile.RemoveTree(Data);
    }

    private static void Make(string folder)
    {
        if (NativeFile.Stat(folder) is not null)
            return;
        if (Path.GetDirectoryName(folder) is { Length: > 1 } parent)
        {
            Make(parent);
            CheckParent(parent);
        }
        if (Libc.mkdir(folder, OwnerOnly) == -1 && LinuxException.Last("mkdir", folder) is var error && error.Errno != Errno.EEXIST)
            throw error;
    }

    private static void CheckOwner(string folder)
    {
        if (NativeFile.Stat(folder) is not { } stat)
            return;
        if (stat.Uid != Libc.geteuid())
        {
            throw new RuntimeFolderException(RuntimeFolderProblem.NotOurs, folder,
                $"The runtime folder '{folder}' belongs to user {stat.Uid}, not to this one. Choose another with MOA_RUNTIME.");
        }
        if ((stat.Mode & OthersMask) != 0)
        {
            throw new RuntimeFolderException(RuntimeFolderProblem.NotOurs, folder,
                $"The runtime folder '{folder}' is open to other users. Close it with: chmod 700 '{folder}'");
        }
    }

    // Whoever may rename things in the folder above could put a folder of their own in our folder's place.
    private static void CheckParent(string folder)
    {
        if (NativeFile.Stat(folder) is not { } stat)
            return;
        var isOurs = stat.Uid == 0 || stat.Uid == Libc.geteuid();
        var isClosed = (stat.Mode & OthersMayWrite) == 0 || (stat.Mode & Sticky) != 0;
        if (!isOurs || !isClosed)
        {
            throw new RuntimeFolderException(RuntimeFolderProblem.NotOurs, folder,
                $"The folder '{folder}' can be changed by other users, so sockets below it would not be safe. " +
                "Choose another with MOA_RUNTIME.");
        }
    }

    private static async Task ClearAsync(string id, string runtime, CancellationToken cancellationToken)
    {
        var control = Path.Combine(runtime, RuntimeFiles.Control);
        using (var keeper = await KeeperConnection.ConnectAsync(control, cancellationToken).ConfigureAwait(false))
        {
            while (keeper is not null && await keeper.ReceiveAsync(cancellationToken).ConfigureAwait(false) is { } frame)
            {
                // One whose machine has ended is about to go: its end is waited for.
                if (frame.Type == FrameType.State && KeeperState.Parse(frame.Payload).State is KeeperState.Starting or KeeperState.Running)
                    throw new MachineRunningException(id, $"Machine {id} runs already.");
            }
        }
        if (RunningQemu.Find(runtime) is { } qemu)
        {
            throw new MachineRunningException(id,
                $"Machine {id} runs already, as process {qemu.QemuPid}, though its keeper is gone. " +
                "The next command that uses the machine gives it a new one.");
        }
        foreach (var entry in new DirectoryInfo(runtime).EnumerateFileSystemInfos())
        {
            if (entry is DirectoryInfo { LinkTarget: null } folder)
                folder.Delete(recursive: true);
            else
                entry.Delete();
        }
    }
}
