namespace Moa.Launching;

public sealed partial class QemuProcess
{
    private volatile bool keeperLost;

    /// <summary>Tells the keeper that nothing more is wanted of it, waits until it is gone, and reaps it.</summary>
    private async Task FinishAsync()
    {
        keeper.Finish();
        await receiving.ConfigureAwait(false);
        await LeaveAsync().ConfigureAwait(false);
    }

    /// <summary>
    /// The keeper of a machine that goes on is this process's child, and would become a zombie of it: the connection is kept
    /// for that alone.
    /// </summary>
    private async Task FinishLaterAsync()
    {
        await ((Task)exited.Task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await FinishAsync().ConfigureAwait(false);
    }

    private async Task LeaveAsync()
    {
        keeper.Dispose();
        if (keeperProcess is null)
            return;
        // Its end of the connection is closed, so this takes no longer than the kernel takes to bury a process.
        await Task.Run(keeperProcess.Reap).ConfigureAwait(false);
        keeperProcess.Dispose();
    }
}
