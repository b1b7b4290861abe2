namespace Moa.Guests;

/// <summary>How a command in a guest ended.</summary>
/// <param name="Code">Its exit code; null when a signal ended it.</param>
/// <param name="Signal">The number of the signal that ended it; null when it exited.</param>
public readonly record struct GuestExit(int? Code, int? Signal)
{
    /// <summary>The exit code as a shell gives it: 128 + N for signal N.</summary>
    public int ShellCode => Code ?? 128 + Signal ?? 0;
}
