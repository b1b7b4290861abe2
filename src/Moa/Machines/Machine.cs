using Moa.Guests;
using Moa.Launching;
using Moa.Model;
using Moa.Qmp;
using Moa.Storing;

namespace Moa.Machines;

/// <summary>
/// A running machine. Several handles, in several processes, may be open to one machine; each sees the same one.
/// Disposing the handle that started a temporary machine ends it; disposing any other lets go.
/// </summary>
public sealed class Machine : IAsyncDisposable
{
    private readonly MoaHost _host;
    private readonly QemuProcess _process;
    private readonly SemaphoreSlim _connecting = new(1, 1);
    private GuestClient? _guest;
    private QmpClient? _monitor;

    internal Machine(MoaHost host, MachineRecord record, QemuProcess process)
    {
        _host = host;
        _process = process;
        Record = record;
    }

    /// <summary>What is kept of the machine.</summary>
    public MachineRecord Record { get; }

    /// <summary>What was decided at its start; null where this handle joined a machine that ran.</summary>
    public MachinePlan? Plan { get; internal init; }

    /// <summary>Its name.</summary>
    public string Name => Record.Name;

    /// <summary>QEMU's process.</summary>
    public int Pid => _process.Pid;

    /// <summary>Starts a temporary machine on this computer: the shortest way.</summary>
    /// <inheritdoc cref="MoaHost.StartAsync(MachineSpec, MachineStartOptions?, CancellationToken)"/>
    public static Task<Machine> StartAsync(MachineSpec spec, MachineStartOptions? options = null, CancellationToken cancellationToken = default) =>
        MoaHost.Default.StartAsync(spec, options, cancellationToken);

    /// <summary>
    /// The guest's side: commands. Waits until the guest has booted as far as its agent. Cancelling stops the wait only.
    /// </summary>
    /// <exception cref="MachineExitedException">The machine ended first: a panic, a QEMU that failed.</exception>
    /// <exception cref="MoaTimeoutException">The guest has not come up in <see cref="MachineDefaults.BootTimeout"/>.</exception>
    public async Task<GuestClient> GetGuestAsync(CancellationToken cancellationToken = default)
    {
        await _connecting.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return _guest ??= await ConnectGuestAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _connecting.Release();
        }
    }

    /// <summary>The machine's QMP monitor, shared with everyone else who uses it.</summary>
    /// <exception cref="MoaTimeoutException">QEMU does not answer.</exception>
    public async Task<QmpClient> GetMonitorAsync(CancellationToken cancellationToken = default)
    {
        await _connecting.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return _monitor ??= await QmpClient.ConnectAsync(_process.QmpPath, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _connecting.Release();
        }
    }

    /// <summary>Runs a command in the guest and collects what it prints.</summary>
    /// <param name="program">A path in the guest, or a name to look for in its PATH.</param>
    /// <param name="arguments">Its arguments.</param>
    public Task<GuestCommandResult> RunAsync(string program, params string[] arguments) =>
        RunAsync(new GuestCommand(program, arguments));

    /// <inheritdoc cref="RunAsync(string, string[])"/>
    public async Task<GuestCommandResult> RunAsync(GuestCommand command, CancellationToken cancellationToken = default)
    {
        var guest = await GetGuestAsync(cancellationToken).ConfigureAwait(false);
        return await guest.RunAsync(command, cancellationToken: cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Waits until QEMU is gone, and tells how it ended. Cancelling stops the wait only.</summary>
    public Task<QemuExit> WaitForExitAsync(CancellationToken cancellationToken = default) => _process.WaitForExitAsync(cancellationToken);

    /// <summary>Stops the machine: asks the guest, then QEMU, then the kernel. It is gone when this returns.</summary>
    /// <returns>The step that ended it.</returns>
    public Task<StopStep> StopAsync(StopOptions? options = null, CancellationToken cancellationToken = default) =>
        new PowerLadder(_process, options ?? new StopOptions(), _host.Time).ClimbAsync(cancellationToken);

    /// <summary>Opens the serial console: what it printed, what it prints, and what is typed.</summary>
    /// <exception cref="MachineConflictException">The machine has ended.</exception>
    public async Task<QemuConsole> OpenConsoleAsync(CancellationToken cancellationToken = default) =>
        await QemuConsole.OpenAsync(_process.RuntimeFolder, _process.ConsoleLogPath, cancellationToken).ConfigureAwait(false)
            ?? throw new MachineConflictException($"'{Name}' has ended.");

    /// <summary>Waits until the serial console has printed a text, also if it did so before.</summary>
    /// <exception cref="MachineExitedException">The machine ended without printing it.</exception>
    public async Task WaitForConsoleTextAsync(string text, CancellationToken cancellationToken = default)
    {
        var console = await OpenConsoleAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = console.ConfigureAwait(false);
        using var found = new CancellationTokenSource();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(found.Token, cancellationToken);
        using var watch = new TextWatch(text, found);
        try
        {
            await console.CopyToAsync(watch, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (found.IsCancellationRequested)
        {
            return;
        }
        if (!found.IsCancellationRequested)
            throw Explain(await WaitForExitAsync(cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Why the machine is gone, with the guest's last words.</summary>
    internal MachineExitedException Explain(QemuExit exit) => ExitStory.Tell(exit, Name, ConsoleFiles.Tail(_process.ConsoleLogPath));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_guest is { } guest)
            await guest.DisposeAsync().ConfigureAwait(false);
        if (_monitor is { } monitor)
            await monitor.DisposeAsync().ConfigureAwait(false);
        await _process.DisposeAsync().ConfigureAwait(false);
        _connecting.Dispose();
    }

    private async Task<GuestClient> ConnectGuestAsync(CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(MachineDefaults.BootTimeout, _host.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        var connecting = GuestClient.ConnectAsync(_process.AgentPath, cancellationToken: either.Token);
        var exiting = _process.WaitForExitAsync(either.Token);
        try
        {
            if (await Task.WhenAny(connecting, exiting).ConfigureAwait(false) == exiting)
                throw Explain(await exiting.ConfigureAwait(false));
            return await connecting.ConfigureAwait(false);
        }
        catch (GuestConnectionException) when (!either.IsCancellationRequested)
        {
            throw Explain(await exiting.ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new MoaTimeoutException("boot", MachineDefaults.BootTimeout,
                $"The guest of '{Name}' did not come up: its agent did not answer within {MachineDefaults.BootTimeout.TotalSeconds:0} s. 'moa logs {Name}' shows its console.");
        }
        finally
        {
            await either.CancelAsync().ConfigureAwait(false);
        }
    }
}
