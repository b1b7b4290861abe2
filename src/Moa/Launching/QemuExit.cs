using Moa.Keeping.Protocol;

namespace Moa.Launching;

/// <summary>How a QEMU ended.</summary>
public sealed record QemuExit
{
    /// <summary>The exit status; null when a signal ended it, or nobody could see it.</summary>
    public int? Code { get; init; }

    /// <summary>The signal that ended it; null when it exited.</summary>
    public int? Signal { get; init; }

    /// <summary>Why it ended.</summary>
    public QemuExitReason Reason { get; init; }

    /// <summary>Whether the guest's kernel panicked after its last reset: by QEMU's GUEST_PANICKED event, or its console.</summary>
    public bool Panicked { get; init; }

    /// <summary>The last of what QEMU wrote to its stdout and stderr, at most 16 KiB; all that is kept is in <c>qemu.log</c>.</summary>
    public string Stderr { get; init; } = "";

    internal static QemuExit From(KeeperState state) => new()
    {
        Code = state.Code,
        Signal = state.Signal,
        Panicked = state.Panicked,
        Stderr = state.Stderr ?? "",
        Reason = state switch
        {
            { Signal: not null } => QemuExitReason.Killed,
            { Shutdown: "host-qmp-quit" or "host-signal" or "host-ui" } => QemuExitReason.HostRequest,
            { Shutdown: "host-error" } or { Code: not (null or 0) } => QemuExitReason.Error,
            { Shutdown: "guest-panic" } or { Panicked: true } => QemuExitReason.GuestPanic,
            { Shutdown: "guest-shutdown" } => QemuExitReason.GuestShutdown,
            { Shutdown: "guest-reset" } => QemuExitReason.GuestReset,
            _ => QemuExitReason.Unknown,
        },
    };
}
