namespace Moa.Images;

/// <summary>
/// An image could not be made, found or read. The message says what failed, why, and what to do next. Images that were
/// whole before are unchanged.
/// </summary>
public class ImageException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What failed, why, and what to do next.</param>
    /// <param name="innerException">The cause, when there is one.</param>
    public ImageException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
