namespace Moa.Model;

/// <summary>What QEMU does when a watchdog fires (QAPI run-state, WatchdogAction).</summary>
public enum WatchdogAction
{
    /// <summary>The machine starts over.</summary>
    Reset,

    /// <summary>The guest is asked to power off.</summary>
    Shutdown,

    /// <summary>QEMU ends.</summary>
    Poweroff,

    /// <summary>The CPUs stop.</summary>
    Pause,

    /// <summary>A message to QEMU's log, nothing else.</summary>
    Debug,

    /// <summary>Nothing.</summary>
    None,

    /// <summary>The guest gets a non-maskable interrupt.</summary>
    InjectNmi,
}
