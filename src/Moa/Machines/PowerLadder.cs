using Moa.Guests;
using Moa.Launching;
using Moa.Qmp;

namespace Moa.Machines;

/// <summary>Ends a machine, from the gentlest step to the one that cannot fail.</summary>
internal sealed class PowerLadder(QemuProcess process, StopOptions options, TimeProvider time)
{
    private const int SIGTERM = 15;
    private const int SIGKILL = 9;

    /// <summary>Climbs until QEMU is gone. Cancelling ends the climb where it is; the machine may be half way down.</summary>
    public async Task<StopStep> ClimbAsync(CancellationToken cancel)
    {
        if (process.HasExited)
            return StopStep.None;
        if (!options.Force)
        {
            if (await AskAgentAsync(cancel).ConfigureAwait(false))
            {
                if (await EndsWithinAsync(options.GuestTimeout, cancel).ConfigureAwait(false))
                    return StopStep.Agent;
            }
            else if (await CommandAsync("system_powerdown", cancel).ConfigureAwait(false)
                && await EndsWithinAsync(options.GuestTimeout, cancel).ConfigureAwait(false))
            {
                return StopStep.Powerdown;
            }
            if (await CommandAsync("quit", cancel).ConfigureAwait(false) && await EndsWithinAsync(options.QemuTimeout, cancel).ConfigureAwait(false))
                return StopStep.Quit;
            await process.SignalAsync(SIGTERM, cancel).ConfigureAwait(false);
            if (await EndsWithinAsync(options.QemuTimeout, cancel).ConfigureAwait(false))
                return StopStep.Terminate;
        }
        await process.SignalAsync(SIGKILL, cancel).ConfigureAwait(false);
        await process.WaitForExitAsync(cancel).ConfigureAwait(false);
        return StopStep.Kill;
    }

    private Task<bool> AskAgentAsync(CancellationToken cancel) => AnswersAsync(
        async limit =>
        {
            var guest = await GuestClient.ConnectAsync(process.AgentPath, cancellationToken: limit).ConfigureAwait(false);
            await using var _ = guest.ConfigureAwait(false);
            await guest.ReadyAsync(limit).ConfigureAwait(false);
            await guest.PowerAsync(GuestPowerAction.PowerOff, limit).ConfigureAwait(false);
        },
        cancel);

    private Task<bool> CommandAsync(string command, CancellationToken cancel) => AnswersAsync(
        async limit =>
        {
            var monitor = await QmpClient.ConnectAsync(process.QmpPath, cancellationToken: limit).ConfigureAwait(false);
            await using var _ = monitor.ConfigureAwait(false);
            await monitor.ExecuteAsync(command, cancellationToken: limit).ConfigureAwait(false);
        },
        cancel);

    /// <summary>Whether a request was answered in time. One that was not is no error here: there is a next step.</summary>
    private async Task<bool> AnswersAsync(Func<CancellationToken, Task> request, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(options.AnswerTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            await request(either.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception failure) when (failure is MoaException or IOException)
        {
            // The connection may end because the machine just did.
            return process.HasExited;
        }
    }

    private async Task<bool> EndsWithinAsync(TimeSpan budget, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(budget, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            await process.WaitForExitAsync(either.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return false;
        }
    }
}
