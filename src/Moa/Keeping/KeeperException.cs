namespace Moa.Keeping;

/// <summary>
/// The keeper of a machine cannot be found, started or talked to, or is gone. The message says which, and what still
/// runs.
/// </summary>
public sealed class KeeperException : MoaException
{
    internal KeeperException(string message, Exception? innerException = null) : base(message, innerException)
    {
    }
}
