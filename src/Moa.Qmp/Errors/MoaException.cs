namespace Moa;

/// <summary>
/// The root of every error Moa reports about the world outside the program: QEMU, a guest, a file, the host.
/// Misuse of the library is an <see cref="ArgumentException"/>, <see cref="InvalidOperationException"/> or
/// <see cref="ObjectDisposedException"/> instead, and a caller's own cancellation an
/// <see cref="OperationCanceledException"/> with the caller's token.
/// </summary>
public abstract class MoaException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">A sentence that says what happened and what to do next; not the cause's own text.</param>
    /// <param name="innerException">The cause, if another exception is it.</param>
    protected MoaException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
