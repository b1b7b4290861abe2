namespace Moa.Images.Tools;

/// <summary>A short-lived program of the host and what it is started with.</summary>
/// <param name="Tool">Its name, looked for in PATH and the system's sbin folders, or its absolute path.</param>
/// <param name="Arguments">Its arguments, passed on as they are; no shell is involved.</param>
internal sealed record ToolCommand(string Tool, params IReadOnlyList<string> Arguments)
{
    /// <summary>The working folder; null is ours.</summary>
    public string? Folder { get; init; }

    /// <summary>Variables set on top of our own environment.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>What the tool reads from its standard input; empty by default.</summary>
    public ReadOnlyMemory<byte> Input { get; init; }

    /// <summary>How long the tool may go without a byte of output before it is ended. Default 2 minutes.</summary>
    public TimeSpan Stall { get; init; } = TimeSpan.FromMinutes(2);
}
