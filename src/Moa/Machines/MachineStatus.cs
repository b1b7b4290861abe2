using Moa.Launching;
using Moa.Storing;

namespace Moa.Machines;

/// <summary>A machine at one moment.</summary>
/// <param name="Record">What is kept of it.</param>
/// <param name="State">What it is doing.</param>
public sealed record MachineStatus(MachineRecord Record, MachineState State)
{
    /// <summary>QEMU's process; null where none runs.</summary>
    public int? Pid { get; init; }

    /// <summary>How the last run ended; null where it runs, or never ran.</summary>
    public QemuExit? Exit { get; init; }
}
