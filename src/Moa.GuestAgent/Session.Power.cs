using Moa.GuestAgent.Interop;
using Moa.Guests.Protocol;

namespace Moa.GuestAgent;

internal sealed partial class Session
{
    /// <summary>Ends the machine, or starts it again; null when that is not for this agent to do.</summary>
    public Action<bool>? PowerOff { get; init; }

    private void Power(uint stream, ReadOnlySpan<byte> payload)
    {
        try
        {
            var request = PowerPayload.Parse(payload);
            if (request.Action == PowerPayload.Sync)
            {
                SyncDisks(stream);
                return;
            }

            if (PowerOff is null)
            {
                Fail(stream, new FailedPayload(FailedPayload.Other, "This agent does not control the machine's power."));
                return;
            }

            // The machine may be gone before the loop would send the answer.
            _outbox.Send(FrameType.Result, stream);
            _outbox.Send(FrameType.Closed, stream);
            _outbox.Flush();
            PowerOff(request.Action == PowerPayload.Reboot);
        }
        catch (InvalidPayloadException exception)
        {
            Fail(stream, new FailedPayload(FailedPayload.Invalid, exception.Message));
        }
    }

    /// <summary>Flushes the disks on a thread, since a slow disk must not hold up the commands.</summary>
    private void SyncDisks(uint stream)
    {
        var done = Libc.Eventfd(0, Libc.EFD_CLOEXEC | Libc.EFD_NONBLOCK);
        _loop.Add(done, Libc.EPOLLIN, _ =>
        {
            _loop.Close(done);
            _outbox.Send(FrameType.Result, stream);
            _outbox.Send(FrameType.Closed, stream);
        });
        new Thread(() =>
        {
            Libc.Sync();
            Libc.Raise(done);
        }, 64 * 1024) { IsBackground = true }.Start();
    }
}
