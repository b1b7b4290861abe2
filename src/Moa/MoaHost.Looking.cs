using Moa.Keeping.Protocol;
using Moa.Launching;
using Moa.Machines;
using Moa.Probing;
using Moa.Storing;

namespace Moa;

/// <content>Looking at machines that were started here or elsewhere.</content>
public sealed partial class MoaHost
{
    /// <summary>All machines with what each is doing, oldest first.</summary>
    /// <param name="damaged">Hears of records that cannot be read; they do not touch the others.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    public async Task<IReadOnlyList<MachineStatus>> ListAsync(Action<DamagedStateException>? damaged = null, CancellationToken cancellationToken = default) =>
        await Task.WhenAll(Machines.List(damaged).Select(record => StatusAsync(record, cancellationToken))).ConfigureAwait(false);

    /// <summary>What a machine is doing now.</summary>
    public async Task<MachineStatus> StatusAsync(MachineRecord record, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        var attached = await TryAttachAsync(record, cancellationToken).ConfigureAwait(false);
        if (attached is { } machine)
        {
            await using var _ = machine.ConfigureAwait(false);
            return new MachineStatus(record, MachineState.Running) { Pid = machine.Pid };
        }
        var exit = ExitRecord.TryRead(FolderOf(record));
        var state = exit switch
        {
            null => MachineState.Created,
            { Reason: QemuExitReason.GuestShutdown or QemuExitReason.HostRequest or QemuExitReason.GuestReset } => MachineState.Stopped,
            _ => MachineState.Failed,
        };
        return new MachineStatus(record, state) { Exit = exit };
    }

    /// <summary>Joins a machine that runs, whoever started it. Where its keeper was killed, a new one takes over.</summary>
    /// <exception cref="MachineConflictException">It does not run.</exception>
    public async Task<Machine> AttachAsync(MachineRecord record, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        return await TryAttachAsync(record, cancellationToken).ConfigureAwait(false)
            ?? throw new MachineConflictException($"'{record.Name}' is not running. 'moa start {record.Name}' starts it.");
    }

    /// <summary>Joins a machine that runs; null where it does not.</summary>
    /// <inheritdoc cref="AttachAsync"/>
    public async Task<Machine?> TryAttachAsync(MachineRecord record, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        var folder = RuntimeFolderOf(record);
        var process = await QemuProcess.AttachAsync(folder, cancellationToken).ConfigureAwait(false)
            ?? await QemuProcess.AdoptAsync(folder, cancellationToken).ConfigureAwait(false);
        return process is null ? null : new Machine(this, record, process);
    }

    /// <summary>Copies what is kept of what a machine's serial console printed, whether it runs or not.</summary>
    public Task CopyConsoleLogAsync(MachineRecord record, Stream output, CancellationToken cancellationToken = default) =>
        ConsoleFiles.CopyAsync(Path.Combine(FolderOf(record), RuntimeFiles.ConsoleLog), output, cancellationToken);

    /// <summary>Copies what is kept of what a machine's QEMU said.</summary>
    public Task CopyQemuLogAsync(MachineRecord record, Stream output, CancellationToken cancellationToken = default) =>
        ConsoleFiles.CopyAsync(Path.Combine(FolderOf(record), RuntimeFiles.QemuLog), output, cancellationToken);

    /// <summary>The machine's lasting folder.</summary>
    public string FolderOf(MachineRecord record) => Machines.FolderOf(record.Id);

    /// <summary>The machine's folder of sockets.</summary>
    public string RuntimeFolderOf(MachineRecord record) => Machines.RuntimeFolderOf(record.Id);

    /// <summary>The version of the QEMU that would be used; null where there is none.</summary>
    public async Task<string?> FindQemuVersionAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            return (await FindQemuAsync(null, cancellationToken).ConfigureAwait(false)).Version.ToString();
        }
        catch (Exception failure) when (failure is QemuNotFoundException or QemuTooOldException or QemuProbeException)
        {
            return null;
        }
    }
}
