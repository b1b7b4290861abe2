namespace Moa.Launching;

/// <summary>A machine's runtime folder cannot be used. Nothing was started.</summary>
public sealed class RuntimeFolderException : MoaException
{
    internal RuntimeFolderException(RuntimeFolderProblem problem, string path, string message, Exception? innerException = null)
        : base(message, innerException)
    {
        Problem = problem;
        Path = path;
    }

    /// <summary>What is wrong with it.</summary>
    public RuntimeFolderProblem Problem { get; }

    /// <summary>The folder.</summary>
    public string Path { get; }
}
