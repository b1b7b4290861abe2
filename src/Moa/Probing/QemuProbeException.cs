namespace Moa.Probing;

/// <summary>A program that should be QEMU could not be asked what it can do.</summary>
public sealed class QemuProbeException : MoaException
{
    internal QemuProbeException(string path, string problem, Exception? cause = null)
        : base($"'{path}' could not be asked what it can do: {problem}", cause)
    {
        Path = path;
        Problem = problem;
    }

    /// <summary>The program.</summary>
    public string Path { get; }

    /// <summary>What went wrong, with QEMU's words where it spoke.</summary>
    public string Problem { get; }
}
