using Moa.Launching;

namespace Moa.Machines;

/// <summary>Puts the end of a machine into words.</summary>
internal static class ExitStory
{
    public static MachineExitedException Tell(QemuExit exit, string name, string console)
    {
        var what = exit.Reason switch
        {
            QemuExitReason.GuestPanic => $"The guest of '{name}' panicked.",
            QemuExitReason.GuestReset => $"The guest of '{name}' reset itself.",
            QemuExitReason.GuestShutdown => $"The guest of '{name}' shut down.",
            QemuExitReason.Killed => $"QEMU, running '{name}', was killed by signal {exit.Signal}.",
            QemuExitReason.HostRequest => $"'{name}' was stopped.",
            QemuExitReason.Error => $"QEMU, running '{name}', failed with exit code {exit.Code}.",
            _ => $"'{name}' ended; nobody saw how.",
        };
        if (exit.Stderr.Trim() is { Length: > 0 } words)
            what += $" QEMU says: {words}";
        if (console.Length > 0 && exit.Reason is not QemuExitReason.HostRequest)
            what += $"\nThe last lines of its console:\n  {console.Replace("\n", "\n  ", StringComparison.Ordinal)}";
        return new MachineExitedException(what, exit, console);
    }
}
