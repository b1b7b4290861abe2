namespace Moa.Model;

/// <summary>What QEMU does when the guest reports a panic (QAPI run-state, PanicAction).</summary>
public enum PanicAction
{
    /// <summary>The machine ends.</summary>
    Shutdown,

    /// <summary>QEMU ends with a failure.</summary>
    ExitFailure,

    /// <summary>The CPUs stop.</summary>
    Pause,

    /// <summary>Nothing.</summary>
    None,
}
