using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Moa.Guests.Protocol;

namespace Moa.Guests;

/// <summary>
/// What a command writes to one channel, from the connection's reader to the caller. It holds at most the channel's
/// credit, which is given back as the caller reads.
/// </summary>
internal sealed class GuestOutput : PipeReader
{
    private readonly FrameWriter _writer;
    private readonly uint _number;
    private readonly byte _channel;
    private readonly Pipe _pipe = new(new PipeOptions(
        pauseWriterThreshold: 0, minimumSegmentSize: FrameHeader.MaxPayload, useSynchronizationContext: false));
    private readonly Lock _lock = new();
    private ReadOnlySequence<byte> _seen;
    private int _allowance = StreamChannel.Window;
    private int _consumed;
    private volatile bool _ended;

    public GuestOutput(FrameWriter writer, uint number, byte channel) =>
        (_writer, _number, _channel) = (writer, number, channel);

    /// <summary>Takes data of the guest.</summary>
    /// <exception cref="InvalidPayloadException">It is more than was allowed.</exception>
    public void Receive(ReadOnlySpan<byte> data)
    {
        if (Interlocked.Add(ref _allowance, -data.Length) < 0)
            throw new InvalidPayloadException("The agent sent more than it was allowed to.");
        lock (_lock)
        {
            if (_ended)
                throw new InvalidPayloadException("The agent sent more after the end.");
            _pipe.Writer.Write(data);

            // Without a threshold a flush never waits.
            _ = _pipe.Writer.FlushAsync().AsTask();
        }
    }

    /// <summary>Nothing more comes; with an exception when that is not as it should be.</summary>
    public void End(Exception? exception = null)
    {
        lock (_lock)
        {
            _ended = true;
            _pipe.Writer.Complete(exception);
        }
    }

    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        var result = await _pipe.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        _seen = result.Buffer;
        return result;
    }

    public override bool TryRead(out ReadResult result)
    {
        if (!_pipe.Reader.TryRead(out result))
            return false;
        _seen = result.Buffer;
        return true;
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        _consumed += (int)_seen.Slice(_seen.Start, consumed).Length;
        _pipe.Reader.AdvanceTo(consumed, examined);
        if (_consumed < StreamChannel.Window / 2 || _ended)
            return;
        Span<byte> credit = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(credit, _consumed);
        Interlocked.Add(ref _allowance, _consumed);
        _consumed = 0;
        _writer.Post(FrameType.Credit, _number, _channel, credit);
    }

    public override void CancelPendingRead() => _pipe.Reader.CancelPendingRead();

    /// <summary>The caller wants no more: the command gets SIGPIPE when it writes.</summary>
    public override void Complete(Exception? exception = null)
    {
        _pipe.Reader.Complete(exception);
        if (!_ended)
            _writer.Post(FrameType.End, _number, _channel);
    }
}
