using System.Collections.Immutable;

namespace Moa.Launching;

/// <summary>QEMU could not be started, or gave up before its monitor answered. Nothing of the attempt is left.</summary>
public sealed class QemuLaunchException : MoaException
{
    internal QemuLaunchException(string message, QemuStartInfo info, QemuExit? exit = null, Exception? innerException = null)
        : base(message, innerException)
    {
        FileName = info.FileName;
        Arguments = [.. info.Arguments];
        Exit = exit;
    }

    /// <summary>The program.</summary>
    public string FileName { get; }

    /// <summary>The arguments it was given.</summary>
    public ImmutableArray<string> Arguments { get; }

    /// <summary>How it ended; null when it never ran.</summary>
    public QemuExit? Exit { get; }

    /// <summary>What it wrote to its stdout and stderr, at most 16 KiB.</summary>
    public string Stderr => Exit?.Stderr ?? "";
}
