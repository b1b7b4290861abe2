using System.Runtime.InteropServices;
using Moa.Interop.Linux;
using Moa.Keeping;
using Moa.Keeping.Protocol;
using Moa.Probing;

namespace Moa.Launching;

public sealed partial class QemuProcess
{
    /// <summary>
    /// Starts a program under a keeper of its own, and returns when its monitor has answered; without a monitor, when it
    /// runs. Cancelling ends what was started, and leaves nothing.
    /// </summary>
    /// <exception cref="QemuNotFoundException">There is no such QEMU.</exception>
    /// <exception cref="QemuLaunchException">The program cannot be started, or gave up before its monitor answered.</exception>
    /// <exception cref="MachineRunningException">A machine with this runtime folder runs.</exception>
    /// <exception cref="RuntimeFolderException">The runtime folder cannot be used.</exception>
    /// <exception cref="KeeperException">The keeper cannot be started, or was lost.</exception>
    /// <exception cref="MoaTimeoutException">The monitor did not answer in time.</exception>
    public static async Task<QemuProcess> StartAsync(QemuStartInfo info, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(info);
        StartChecks.Check(info);
        var message = CreateMessage(info);
        using var folders = await MachineFolders.PrepareAsync(info, cancellationToken).ConfigureAwait(false);
        message.Runtime = folders.Runtime;
        message.Data = folders.Data;
        QemuProcess? process = null;
        try
        {
            process = Launch(FrameType.Start, message, folders.Lock, [.. info.Descriptors.Select(static descriptor => descriptor.Handle)]);
            var state = await process.WaitForLaunchAsync(info.StartTimeout, cancellationToken).ConfigureAwait(false);
            if (state.State != KeeperState.Running)
                throw LaunchFailure.Explain(info, state);
            return process;
        }
        catch
        {
            folders.Dispose();
            if (process is not null)
                await process.AbandonAsync().ConfigureAwait(false);
            // Where the keeper was killed meanwhile, what it started is still there.
            await Task.Run(() => RunningQemu.Kill(folders.Runtime), CancellationToken.None).ConfigureAwait(false);
            folders.Remove();
            throw;
        }
    }

    private static StartMessage CreateMessage(QemuStartInfo info)
    {
        var message = new StartMessage
        {
            Id = info.Id,
            Temporary = info.Temporary,
            File = StartChecks.Resolve(info),
            Arguments = [.. info.Arguments],
            Environment = info.Environment is { } environment ? [.. environment.Select(static pair => $"{pair.Key}={pair.Value}")] : null,
            Folder = Path.GetFullPath(info.WorkingFolder ?? Environment.CurrentDirectory),
            Descriptors = [.. info.Descriptors.Select(static descriptor => descriptor.Number)],
        };
        AddListener(RuntimeFiles.Qmp, info.QmpNumber);
        AddListener(RuntimeFiles.Agent, info.AgentNumber);
        AddListener(RuntimeFiles.Serial, info.SerialNumber);
        return message;

        void AddListener(string name, int? number)
        {
            if (number is { } given)
                message.Listeners.Add(new QemuListener(name, given));
        }
    }

    private static QemuProcess Launch(FrameType type, StartMessage message, FolderLock folderLock, SafeHandle[] descriptors)
    {
        var (connection, process) = KeeperLauncher.Launch(type, message, folderLock, descriptors);
        return new QemuProcess(message.Runtime, connection, process);
    }

    private async Task<KeeperState> WaitForLaunchAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            return await launched.Task.WaitAsync(limit, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new MoaTimeoutException("start", limit,
                $"QEMU's monitor did not answer within {limit.TotalSeconds:0.#} s of its start. It was ended; nothing of it is left.");
        }
    }

    /// <summary>Ends what was started, whatever it is, and waits until it and its keeper are gone.</summary>
    private async Task AbandonAsync()
    {
        Interlocked.Exchange(ref disposed, 1);
        await keeper.SendAsync(FrameType.Signal, new[] { (byte)Libc.SIGKILL }, CancellationToken.None).ConfigureAwait(false);
        await ((Task)exited.Task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await FinishAsync().ConfigureAwait(false);
    }
}
