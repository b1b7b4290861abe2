using Moa.Interop.Linux;
using Moa.Keeping.Protocol;

namespace Moa.Keeper;

/// <content>
/// A connection that QEMU has closed: it is about to end, or somebody took the chardev's connection away (QMP's yank). It
/// listens again in the second case.
/// </content>
internal sealed partial class KeptMachine
{
    private void OnMonitorLost() =>
        Reconnect(() => monitor is not null && monitor.Reconnect(() => ConnectToQemu(RuntimeFiles.Qmp)));

    private void OnAgentLost()
    {
        if (!Reconnect(() => agent is not null && agent.Reconnect(() => ConnectToQemu(RuntimeFiles.Agent))))
            agent?.EndClients();
    }

    private void OnConsoleLost() => Reconnect(() =>
    {
        if (console is not { HasSpoken: true })
            return false;
        console = NewConsole();
        return true;
    });

    private bool Reconnect(Func<bool> attempt)
    {
        if (gone)
            return false;
        try
        {
            return attempt();
        }
        catch (LinuxException)
        {
            // Nobody listens any more: QEMU is on its way out, and its end is what will be reported.
            return false;
        }
    }
}
