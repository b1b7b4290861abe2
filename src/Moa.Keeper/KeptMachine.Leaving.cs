using Moa.Interop.Linux;
using Moa.Keeping.Protocol;
using Moa.Storing;

namespace Moa.Keeper;

internal sealed partial class KeptMachine
{
    private void SaveExit()
    {
        try
        {
            NativeFile.Replace(
                Path.Combine(message!.Data, RuntimeFiles.Exit), StateEnvelope.Wrap(ProcessRecord.Schema, state.ToJson()), durable: true);
        }
        catch (LinuxException e)
        {
            // A full disk, or a folder somebody removed: those who wait are told all the same.
            Report("exit.json", e);
        }
    }

    /// <summary>Removes what is this run's alone, and ends the loop.</summary>
    private void CleanUp()
    {
        if (message is not null)
        {
            control?.Close();
            qemuLog?.Close();
            consoleLog?.Close();
            // A QEMU that could not be adopted may run, and needs its sockets.
            if (!(state.Adopted && state.State == KeeperState.Failed))
                RemoveFolders();
        }
        loop.Stop();
    }

    private void RemoveFolders()
    {
        RemoveRuntime();
        if (state.Temporary)
            RemoveFolder(message!.Data);
    }

    // Whoever holds the lock is about to start this machine again, and clears the folder itself.
    private void RemoveRuntime()
    {
        try
        {
            using var folderLock = FolderLock.TryTake(message!.Runtime, wait: false);
            if (folderLock is not null)
                RemoveFolder(message.Runtime);
        }
        catch (LinuxException e)
        {
            Report("removing " + message!.Runtime, e);
        }
    }

    private void RemoveFolder(string folder)
    {
        try
        {
            NativeFile.RemoveTree(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Report("removing " + folder, e);
        }
    }

    /// <summary>Notes an error nobody foresaw in <c>keeper.log</c>.</summary>
    public void Report(string where, Exception error)
    {
        if (Data is null || !Directory.Exists(Data))
            return;
        var log = new RotatingLog(Path.Combine(Data, RuntimeFiles.KeeperLog), 64 << 10);
        try
        {
            log.Open(append: true);
            log.Write(System.Text.Encoding.UTF8.GetBytes($"{where}: {error.GetType().Name}: {error.Message}\n"));
        }
        catch (LinuxException)
        {
            return;
        }
        finally
        {
            log.Close();
        }
    }
}
