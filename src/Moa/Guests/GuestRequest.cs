using Moa.Guests.Protocol;

namespace Moa.Guests;

/// <summary>A stream of one question and one answer.</summary>
internal sealed class GuestRequest : GuestStream
{
    private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Answered => _answered.Task;

    public override void Handle(FrameHeader header, ReadOnlySpan<byte> payload)
    {
        if (header.Type == FrameType.Result)
            _answered.TrySetResult();
        else if (header.Type == FrameType.Failed)
            _answered.TrySetException(GuestFailures.Read(payload));
    }

    public override void Fail(GuestConnectionException exception) => _answered.TrySetException(exception);
}
