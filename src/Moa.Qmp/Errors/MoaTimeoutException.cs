namespace Moa;

/// <summary>A limit of time ran out. Never a caller's cancellation.</summary>
public sealed class MoaTimeoutException : MoaException
{
    /// <summary>Creates the error.</summary>
    /// <param name="operation">What took too long, in a few words: a command's name, "connect".</param>
    /// <param name="limit">The limit that was reached.</param>
    /// <param name="message">A sentence that says what did not happen in time, and what still works.</param>
    public MoaTimeoutException(string operation, TimeSpan limit, string message)
        : base(message)
    {
        Operation = operation;
        Limit = limit;
    }

    /// <summary>What took too long: a command's name, <c>connect</c>.</summary>
    public string Operation { get; }

    /// <summary>The limit that was reached.</summary>
    public TimeSpan Limit { get; }
}
