using System.Text.Json;
using Moa.Interop.Linux;
using Moa.Keeping;
using Moa.Keeping.Protocol;

namespace Moa.Launching;

/// <summary>
/// A QEMU and its keeper: the small program that is QEMU's parent, holds its monitor, its agent's port and its console,
/// and shares them with every program of this user. See docs/architecture.md, "Who holds what".
/// </summary>
public sealed partial class QemuProcess : IAsyncDisposable
{
    private readonly KeeperConnection keeper;
    private readonly ProcessHandle? keeperProcess;
    private readonly TaskCompletionSource<KeeperState> known = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<KeeperState> launched = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<KeeperState> exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<KeeperState> retained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task receiving;
    private volatile KeeperState state = new();
    private int disposed;

    private QemuProcess(string runtimeFolder, KeeperConnection keeper, ProcessHandle? keeperProcess)
    {
        RuntimeFolder = runtimeFolder;
        this.keeper = keeper;
        this.keeperProcess = keeperProcess;
        receiving = Task.Run(ReceiveAsync);
    }

    /// <summary>The machine's id.</summary>
    public string Id => state.Id;

    /// <summary>QEMU's process id.</summary>
    public int Pid => state.Pid;

    /// <summary>Whether the machine ends with the process that started it.</summary>
    public bool IsTemporary => state.Temporary;

    /// <summary>Whether QEMU's keeper was lost and replaced, so that its exit status cannot be known.</summary>
    public bool IsAdopted => state.Adopted;

    /// <summary>The folder with the machine's sockets.</summary>
    public string RuntimeFolder { get; }

    /// <summary>The folder with the machine's logs and exit record.</summary>
    public string DataFolder => state.Data;

    /// <summary>The socket at which any number of QMP clients can use QEMU's monitor at a time.</summary>
    public string QmpPath => Path.Combine(RuntimeFolder, RuntimeFiles.Qmp);

    /// <summary>The socket at which any number of clients can use the guest's agent at a time.</summary>
    public string AgentPath => Path.Combine(RuntimeFolder, RuntimeFiles.Agent);

    /// <summary>What the guest says on its serial console; at 8 MiB it becomes <c>console.log.1</c> and a new one begins.</summary>
    public string ConsoleLogPath => Path.Combine(DataFolder, RuntimeFiles.ConsoleLog);

    /// <summary>What QEMU says on its stdout and stderr; at 1 MiB it becomes <c>qemu.log.1</c> and a new one begins.</summary>
    public string QemuLogPath => Path.Combine(DataFolder, RuntimeFiles.QemuLog);

    /// <summary>Whether QEMU has ended, as far as this process knows.</summary>
    public bool HasExited => exited.Task.IsCompletedSuccessfully;

    /// <summary>
    /// Waits until QEMU has ended and been reaped. Cancelling stops the wait, nothing else.
    /// </summary>
    /// <exception cref="KeeperException">The keeper was lost; QEMU may still run.</exception>
    public async Task<QemuExit> WaitForExitAsync(CancellationToken cancellationToken = default) =>
        QemuExit.From(await exited.Task.WaitAsync(cancellationToken).ConfigureAwait(false));

    /// <summary>
    /// Sends a signal to QEMU, through its pidfd: no other process can get it. Nothing happens when QEMU has ended.
    /// </summary>
    /// <param name="signal">The signal's number, such as 15 for SIGTERM.</param>
    /// <param name="cancellationToken">Stops the wait for the keeper's socket; the signal may be sent all the same.</param>
    /// <exception cref="KeeperException">The keeper was lost.</exception>
    public Task SignalAsync(int signal, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(signal, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(signal, 64);
        return SendAsync(FrameType.Signal, new[] { (byte)signal }, cancellationToken);
    }

    /// <summary>
    /// Makes a temporary machine a lasting one: it goes on when this process ends, and its data folder stays.
    /// </summary>
    /// <exception cref="KeeperException">The keeper was lost.</exception>
    public async Task RetainAsync(CancellationToken cancellationToken = default)
    {
        await SendAsync(FrameType.Retain, ReadOnlyMemory<byte>.Empty, cancellationToken).ConfigureAwait(false);
        await retained.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Opens the guest's serial console, beside everybody else who has it open.</summary>
    /// <exception cref="KeeperException">The keeper was lost, or has gone with its machine.</exception>
    public async Task<QemuConsole> OpenConsoleAsync(CancellationToken cancellationToken = default) =>
        await QemuConsole.OpenAsync(RuntimeFolder, ConsoleLogPath, cancellationToken).ConfigureAwait(false)
            ?? throw new KeeperException($"The console of machine {Id} cannot be opened: the machine has ended, or its keeper is gone.");

    /// <summary>
    /// Lets go. A temporary machine that this object started is ended, by SIGTERM and after two seconds by SIGKILL, and is
    /// gone with its folders when this returns. Any other machine goes on.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, 1) != 0)
            return;
        if (keeperProcess is not null && (IsTemporary || HasExited || keeperLost))
        {
            await FinishAsync().ConfigureAwait(false);
            // Its keeper was killed: a new one ends what that one would have ended.
            if (keeperLost && IsTemporary && await AdoptAsync(RuntimeFolder).ConfigureAwait(false) is { } adopted)
                await adopted.DisposeAsync().ConfigureAwait(false);
        }
        else if (keeperProcess is not null)
            _ = FinishLaterAsync();
        else
            keeper.Dispose();
    }

    private async Task SendAsync(FrameType type, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(disposed != 0, this);
        if (!await keeper.SendAsync(type, payload, cancellationToken).ConfigureAwait(false) && !HasExited)
            throw KeeperLost();
    }

    private async Task ReceiveAsync()
    {
        while (await keeper.ReceiveAsync(CancellationToken.None).ConfigureAwait(false) is { } frame)
        {
            if (frame.Type != FrameType.State)
                continue;
            if (TryParse(frame.Payload) is not { } next)
                break;
            state = next;
            known.TrySetResult(state);
            if (!state.Temporary)
                retained.TrySetResult(state);
            if (state.State != KeeperState.Starting)
                launched.TrySetResult(state);
            if (state.State is KeeperState.Exited or KeeperState.Failed)
            {
                exited.TrySetResult(state);
                retained.TrySetResult(state);
            }
        }
        if (exited.Task.IsCompleted)
            return;
        keeperLost = true;
        foreach (var waited in new[] { known, launched, exited, retained })
        {
            // Looked at here, so that an error nobody waits for is not taken for an unobserved one.
            if (waited.TrySetException(KeeperLost()))
                _ = waited.Task.Exception;
        }
    }

    private static KeeperState? TryParse(ReadOnlySpan<byte> payload)
    {
        try
        {
            return KeeperState.Parse(payload);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private KeeperException KeeperLost() => new(
        $"The keeper of machine {Id} is gone. QEMU, process {Pid}, runs on; the next command that uses the machine gives it a new keeper.");
}
