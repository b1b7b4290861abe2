namespace Moa.Guests;

/// <summary>The agent did not do what it was asked; nothing was started. The connection still works.</summary>
public sealed class GuestCommandException : MoaException
{
    /// <summary>Creates the error.</summary>
    /// <param name="error">The kind of the failure.</param>
    /// <param name="message">What the agent said.</param>
    public GuestCommandException(GuestCommandError error, string message)
        : base(message) => Error = error;

    /// <summary>The kind of the failure.</summary>
    public GuestCommandError Error { get; }
}
