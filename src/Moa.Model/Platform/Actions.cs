using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>What QEMU does when the guest comes to an end of some kind (<c>-action</c>).</summary>
public sealed record Actions
{
    /// <summary>When the guest reboots. QEMU's default: reset.</summary>
    public RebootAction? Reboot { get; init; }

    /// <summary>When the guest powers off. QEMU's default: poweroff.</summary>
    public ShutdownAction? Shutdown { get; init; }

    /// <summary>When the guest reports a panic (pvpanic). QEMU's default: shutdown.</summary>
    public PanicAction? Panic { get; init; }

    /// <summary>When a watchdog fires. QEMU's default: reset.</summary>
    public WatchdogAction? Watchdog { get; init; }

    internal static RecordShape<Actions> Shape { get; } =
        new RecordShape<Actions>("actions", "What QEMU does when the guest comes to an end of some kind.", () => new())
            .Member("reboot", x => x.Reboot, (x, v) => x with { Reboot = v },
                new WordShape<RebootAction>((RebootAction.Reset, "reset"), (RebootAction.Shutdown, "shutdown")),
                "When the guest reboots: reset or shutdown.", RebootAction.Reset)
            .Member("shutdown", x => x.Shutdown, (x, v) => x with { Shutdown = v },
                new WordShape<ShutdownAction>((ShutdownAction.Poweroff, "poweroff"), (ShutdownAction.Pause, "pause")),
                "When the guest powers off: poweroff, which ends QEMU, or pause.", ShutdownAction.Poweroff)
            .Member("panic", x => x.Panic, (x, v) => x with { Panic = v },
                new WordShape<PanicAction>(
                    (PanicAction.Shutdown, "shutdown"), (PanicAction.ExitFailure, "exit-failure"),
                    (PanicAction.Pause, "pause"), (PanicAction.None, "none")),
                "When the guest reports a panic: shutdown, exit-failure, pause or none.", PanicAction.Shutdown)
            .Member("watchdog", x => x.Watchdog, (x, v) => x with { Watchdog = v },
                new WordShape<WatchdogAction>(
                    (WatchdogAction.Reset, "reset"), (WatchdogAction.Shutdown, "shutdown"),
                    (WatchdogAction.Poweroff, "poweroff"), (WatchdogAction.Pause, "pause"), (WatchdogAction.Debug, "debug"),
                    (WatchdogAction.None, "none"), (WatchdogAction.InjectNmi, "inject-nmi")),
                "When a watchdog fires: reset, shutdown, poweroff, pause, debug, none or inject-nmi.", WatchdogAction.Reset);

    internal void Write(CommandLineWriter line) => line.Keyval("-action", null, Shape.Options(this));
}
