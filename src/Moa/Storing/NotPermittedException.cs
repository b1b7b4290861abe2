namespace Moa.Storing;

/// <summary>The operating system does not let the caller do this, or the thing belongs to someone else.</summary>
public sealed class NotPermittedException(string message, Exception? cause = null) : MoaException(message, cause);
