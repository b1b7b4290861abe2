namespace Moa.Guests.Protocol;

/// <summary>A payload that does not say what its frame has to say; the message says what is wrong.</summary>
internal sealed class InvalidPayloadException(string message) : Exception(message);
