using System.Text;

namespace Moa.Guests;

/// <summary>How a command ended, and what it wrote.</summary>
/// <param name="Exit">How it ended.</param>
/// <param name="StandardOutputBytes">What it wrote to stdout, as it is.</param>
/// <param name="StandardErrorBytes">What it wrote to stderr, as it is.</param>
/// <param name="IsTruncated">Whether one of the two was longer than was to be kept.</param>
public sealed record GuestCommandResult(
    GuestExit Exit,
    ReadOnlyMemory<byte> StandardOutputBytes,
    ReadOnlyMemory<byte> StandardErrorBytes,
    bool IsTruncated)
{
    /// <summary>The exit code as a shell gives it: 128 + N for signal N.</summary>
    public int ExitCode => Exit.ShellCode;

    /// <summary>What it wrote to stdout, read as UTF-8.</summary>
    public string StandardOutput => Encoding.UTF8.GetString(StandardOutputBytes.Span);

    /// <summary>What it wrote to stderr, read as UTF-8.</summary>
    public string StandardError => Encoding.UTF8.GetString(StandardErrorBytes.Span);
}
