namespace Moa.Cli;

/// <summary>What the command's exit code says (docs/cli.md, "Exit codes").</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int Usage = 2;
    public const int NotFound = 3;
    public const int Conflict = 4;
    public const int NotPermitted = 5;
    public const int TimedOut = 6;
    public const int HostCannot = 8;

    /// <summary><c>run</c> failed before, or instead of, the command: none of the codes above fits.</summary>
    public const int RunFailed = 125;

    /// <summary>The command is there but cannot be executed.</summary>
    public const int NotExecutable = 126;

    /// <summary>The guest has no such command.</summary>
    public const int CommandNotFound = 127;

    /// <summary>Added to the number of the signal that ended a command.</summary>
    public const int SignalBase = 128;

    public const int Interrupted = 130;
}
