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
    private KernelModules? _modules;
    private int _powerAction;

    /// <summary>The least that is needed to find the port.</summary>
    public static void Begin()
    {
        FileSystems.Mount();
        Libc.Reboot(Libc.RB_DISABLE_CAD);
        KernelModules.LoadEarly();
    }

    /// <summary>Everything else; at once when called again.</summary>
    public void Complete()
    {
        if (_modules is not null)
            return;
        var arguments = new KernelArguments();
        var name = arguments.Value("moa.hostname") ?? Libc.ReadText("/etc/hostname")?.Trim() ?? "moa";
        Libc.SetHostName(name, (nuint)name.Length);
        _modules = new KernelModules();
        _modules.LoadForDevices();
    }

    /// <summary>A device has come: loads what it asks for.</summary>
    public void DeviceEvent(string[] variables)
    {
        if (_modules is null || !variables[0].StartsWith("add@", StringComparison.Ordinal))
            return;
        foreach (var variable in variables)
        {
            if (variable.StartsWith("MODALIAS=", StringComparison.Ordinal))
                _modules.LoadFor(variable["MODALIAS=".Length..]);
        }
    }

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
        ChildEnded();
    }

    /// <summary>A child has ended; when it was the last and the machine is to end, the way is free.</summary>
    public unsafe void ChildEnded()
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
