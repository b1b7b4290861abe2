namespace Moa.Model;

/// <summary>What QEMU does when the guest reboots (QAPI run-state, RebootAction).</summary>
public enum RebootAction
{
    /// <summary>The machine starts over.</summary>
    Reset,

    /// <summary>The machine ends.</summary>
    Shutdown,
}
