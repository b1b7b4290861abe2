namespace Moa.Launching;

/// <summary>Why a QEMU is not running any more (QEMU's SHUTDOWN event, qapi/run-state.json, and its exit status).</summary>
public enum QemuExitReason
{
    /// <summary>Not known: a QEMU without a monitor that ended well, or one whose keeper was lost.</summary>
    Unknown,

    /// <summary>The guest switched itself off.</summary>
    GuestShutdown,

    /// <summary>The guest reset itself, and <c>-no-reboot</c> made that the end.</summary>
    GuestReset,

    /// <summary>The guest's kernel panicked, and the machine ended of it.</summary>
    GuestPanic,

    /// <summary>Somebody on the host ended it: QMP's <c>quit</c>, or SIGTERM, SIGINT or SIGHUP, which QEMU obeys.</summary>
    HostRequest,

    /// <summary>A signal killed QEMU; <see cref="QemuExit.Signal"/> says which.</summary>
    Killed,

    /// <summary>QEMU gave up; <see cref="QemuExit.Stderr"/> has its words.</summary>
    Error,
}
