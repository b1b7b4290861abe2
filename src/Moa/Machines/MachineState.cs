namespace Moa.Machines;

/// <summary>What a machine is doing.</summary>
public enum MachineState
{
    /// <summary>Recorded, and never started.</summary>
    Created,

    /// <summary>QEMU was started and does not answer yet.</summary>
    Starting,

    /// <summary>QEMU runs.</summary>
    Running,

    /// <summary>It ended as it should: the guest shut down, or somebody stopped it.</summary>
    Stopped,

    /// <summary>It ended as it should not: a panic, a QEMU that was killed or failed.</summary>
    Failed,
}
