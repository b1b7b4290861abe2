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

    internal static RecordShape<Actions> Shape { get; } = new(
        "actions", "What QEMU does when the guest comes to an end of some kind.", () => new(),
        table => table
            .Member("reboot", x => x.Reboot, (x, v) => x with { Reboot = v },
                new WordShape<RebootAction>(new(RebootAction.Reset, "reset"), new(RebootAction.Shutdown, "shutdown")),
                "When the guest reboots: reset or shutdown.", RebootAction.Reset)
            .Member("shutdown", x => x.Shutdown, (x, v) => x with { Shutdown = v },
                new WordShape<ShutdownAction>(new(ShutdownAction.Poweroff, "poweroff"), new(ShutdownAction.Pause, "pause")),
                "When the guest powers off: poweroff, which ends QEMU, or pause.", ShutdownAction.Poweroff)
            .Member("panic", x => x.Panic, (x, v) => x with { Panic = v },
                new WordShape<PanicAction>(
                    new(PanicAction.Shutdown, "shutdown"), new(PanicAction.ExitFailure, "exit-failure"),
                    new(PanicAction.Pause, "pause"), new(PanicAction.None, "none")),
                "When the guest reports a panic: shutdown, exit-failure, pause or none.", PanicAction.Shutdown)
            .Member("watchdog", x => x.Watchdog, (x, v) => x with { Watchdog = v },
                new WordShape<WatchdogAction>(
                    new(WatchdogAction.Reset, "reset"), new(WatchdogAction.Shutdown, "shutdown"),
                    new(WatchdogAction.Poweroff, "poweroff"), new(WatchdogAction.Pause, "pause"),
                    new(WatchdogAction.Debug, "debug"), new(WatchdogAction.None, "none"),
                    new(WatchdogAction.InjectNmi, "inject-nmi")),
                "When a watchdog fires: reset, shutdown, poweroff, pause, debug, none or inject-nmi.",
                WatchdogAction.Reset));

    internal void Write(CommandLineWriter line) => line.Keyval("-action", null, Shape.Options(this));
}
