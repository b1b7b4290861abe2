namespace Moa.Model;

/// <summary>What drives the real-time clock.</summary>
public enum RtcClock
{
    /// <summary>The host's clock, which may be set.</summary>
    Host,

    /// <summary>The host's clock, which only runs.</summary>
    Rt,

    /// <summary>The guest's time, which stands while the machine is stopped.</summary>
    Vm,
}
