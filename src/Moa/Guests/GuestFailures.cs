using Moa.Guests.Protocol;

namespace Moa.Guests;

/// <summary>Turns Failed frames into exceptions.</summary>
internal static class GuestFailures
{
    public static GuestCommandException Read(ReadOnlySpan<byte> payload)
    {
        var failure = FailedPayload.Parse(payload);
        var error = failure.Error switch
        {
            FailedPayload.NotFound => GuestCommandError.NotFound,
            FailedPayload.NotExecutable => GuestCommandError.NotExecutable,
            FailedPayload.Invalid => GuestCommandError.Invalid,
            _ => GuestCommandError.Failed,
        };
        return new GuestCommandException(error, failure.Message);
    }
}
