using Moa.Launching;

namespace Moa.Machines;

/// <summary>The machine ended while something was wanted of it.</summary>
public sealed class MachineExitedException : MoaException
{
    internal MachineExitedException(string message, QemuExit exit, string console) : base(message)
    {
        Exit = exit;
        Console = console;
    }

    /// <summary>How it ended.</summary>
    public QemuExit Exit { get; }

    /// <summary>The last lines of its serial console.</summary>
    public string Console { get; }
}
