using Moa.Guests.Protocol;

namespace Moa.GuestAgent;

/// <summary>A command that cannot be started; <see cref="Failure"/> is what the host is told.</summary>
internal sealed class StartException(string error, string message) : Exception(message)
{
    public FailedPayload Failure { get; } = new(error, message);
}
