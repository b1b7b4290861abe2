namespace Moa.Guests;

/// <summary>What the agent can do to the whole guest.</summary>
public enum GuestPowerAction
{
    /// <summary>End every process, flush the disks, switch off.</summary>
    PowerOff,

    /// <summary>End every process, flush the disks, start again.</summary>
    Reboot,

    /// <summary>Flush the disks; answered when that is done.</summary>
    Sync,
}
