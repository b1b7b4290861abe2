using Moa.GuestAgent.Interop;

namespace Moa.GuestAgent.Init;

/// <summary>
/// What PID 1 of a machine does besides serving the host: it makes the kernel's interfaces and devices usable, and ends
/// the machine. The way to the host comes first; the rest is done when hello was said, and before any command runs.
/// </summary>
internal sealed class InitProcess(EventLoop loop)
{
    private const int TerminateMilliseconds = 2000;
    private const int KillMilliseconds = 1000;
    private const int SIGUSR1 = 10;
    private const int SIGUSR2 = 12;
    private const int SystemdPowerOff = 38;
    private const int SystemdReboot = 39;
    private readonly KernelModules _modules = new();
    private Network? _network;
    private int _powerAction;

    /// <summary>The least that is needed to find the port.</summary>
    public void Begin()
    {
        FileSystems.Mount();
        Libc.Reboot(Libc.RB_DISABLE_CAD);
        _modules.LoadEarly();
    }

    /// <summary>Everything else; false when that was done before.</summary>
    public bool Complete()
    {
        if (_network is not null)
            return false;
        var arguments = new KernelArguments();
        _network = new Network(arguments.Value("ip"));
        var name = arguments.Value("moa.hostname") ?? _network.HostName ?? Libc.ReadText("/etc/hostname")?.Trim() ?? "moa";
        Libc.SetHostName(name, (nuint)name.Length);
        _modules.LoadForDevices();
        _network.Configure();
        return true;
    }

    /// <summary>A device has come: loads what it asks for, and configures it if it is the network.</summary>
    public void DeviceEvent(string[] variables)
    {
        if (_network is null || !variables[0].StartsWith("add@", StringComparison.Ordinal))
            return;
        foreach (var variable in variables)
        {
            if (variable.StartsWith("MODALIAS=", StringComparison.Ordinal))
                _modules.LoadFor(variable["MODALIAS=".Length..]);
            else if (variable == "SUBSYSTEM=net")
                _network.Configure();
        }
    }

    /// <summary>The signals by which poweroff(8), reboot(8) and their like ask PID 1 to end the machine.</summary>
    public static ReadOnlySpan<int> PowerSignals => [SIGUSR1, SIGUSR2, Libc.SIGTERM, SystemdPowerOff, SystemdReboot];

    /// <summary>Handles one of <see cref="PowerSignals"/>.</summary>
    public void PowerSignal(int signal) => PowerOff(restart: signal is Libc.SIGTERM or SystemdReboot);

    /// <summary>Ends every process, lets go of the disks, and switches off or starts again.</summary>
    public void PowerOff(bool restart)
    {
        if (_powerAction != 0)
            return;
        _powerAction = restart ? Libc.RB_AUTOBOOT : Libc.RB_POWER_OFF;
        Libc.Kill(-1, Libc.SIGTERM);
        Libc.Kill(-1, Libc.SIGCONT);
        loop.After(TerminateMilliseconds, () =>
        {
            Libc.Kill(-1, Libc.SIGKILL);
            loop.After(KillMilliseconds, SwitchOff);
        });
        ChildrenEnded();
    }

    /// <summary>Children have ended and were reaped; when the machine is to end and none is left, the way is free.</summary>
    public unsafe void ChildrenEnded()
    {
        Libc.WaitInfo info;
        if (_powerAction != 0 && Libc.WaitId(Libc.P_ALL, 0, &info, Libc.WEXITED | Libc.WNOHANG | Libc.WNOWAIT) < 0)
            SwitchOff();
    }

    private void SwitchOff()
    {
        FileSystems.Unmount();
        Libc.Reboot(_powerAction);
    }
}
