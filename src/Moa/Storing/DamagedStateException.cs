namespace Moa.Storing;

/// <summary>A state file is torn, altered or of a newer Moa. It was left as it is; other machines are not affected.</summary>
public sealed class DamagedStateException(string file, string reason)
    : MoaException($"The state file '{file}' cannot be used: {reason}.")
{
    /// <summary>The file.</summary>
    public string File { get; } = file;
}
