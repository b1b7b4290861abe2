namespace Moa.Model;

/// <summary>What happens to ticks of the clock that the guest missed.</summary>
public enum RtcDriftFix
{
    /// <summary>They are lost.</summary>
    None,

    /// <summary>They are delivered late; x86.</summary>
    Slew,
}
