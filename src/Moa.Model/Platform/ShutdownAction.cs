namespace Moa.Model;

/// <summary>What QEMU does when the guest powers off (QAPI run-state, ShutdownAction).</summary>
public enum ShutdownAction
{
    /// <summary>QEMU ends.</summary>
    Poweroff,

    /// <summary>QEMU stays, with the CPUs stopped.</summary>
    Pause,
}
