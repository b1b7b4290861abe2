namespace Moa.Machines;

/// <summary>The step of the power ladder on which a machine ended, gentlest first.</summary>
public enum StopStep
{
    /// <summary>It had ended before the first step.</summary>
    None,

    /// <summary>The guest's agent shut it down.</summary>
    Agent,

    /// <summary>The guest followed the power button (QMP <c>system_powerdown</c>).</summary>
    Powerdown,

    /// <summary>QEMU was told to quit (QMP <c>quit</c>); to the guest that is a power cut.</summary>
    Quit,

    /// <summary>QEMU ended on SIGTERM.</summary>
    Terminate,

    /// <summary>QEMU was killed (SIGKILL).</summary>
    Kill,
}
