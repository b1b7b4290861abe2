using Moa.Guests.Protocol;

namespace Moa.GuestAgent;

/// <summary>Switching the machine off where another program is PID 1: that program is asked.</summary>
internal static class SystemPower
{
    public static void Switch(bool restart)
    {
        try
        {
            Spawner.Start(new ExecPayload { Arguments = [restart ? "reboot" : "poweroff"] }, -1, 1, 2, null);
        }
        catch (StartException exception)
        {
            Agent.Say($"moa-agent: {exception.Message}\n");
        }
    }
}
