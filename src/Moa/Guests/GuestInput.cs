using Moa.Guests.Protocol;

namespace Moa.Guests;

/// <summary>A command's stdin. Writing waits while the command does not read; disposing is its end-of-file.</summary>
internal sealed class GuestInput(FrameWriter writer, uint number) : Stream
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _closed = new();
    private TaskCompletionSource? _waiting;
    private long _credit = StreamChannel.Window;
    private Exception? _refusal;
    private bool _finished;

    /// <summary>Cancelled when the command reads no more.</summary>
    public CancellationToken Closed => _closed.Token;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>The guest takes so many bytes more.</summary>
    public void AddCredit(uint bytes)
    {
        lock (_lock)
        {
            _credit = Math.Min(StreamChannel.Window, _credit + bytes);
            _waiting?.TrySetResult();
            _waiting = null;
        }
    }

    /// <summary>Nothing more can be written, for this reason.</summary>
    public void Refuse(Exception reason)
    {
        lock (_lock)
        {
            if (_refusal is not null)
                return;
            _refusal = reason;
            _waiting?.TrySetResult();
            _waiting = null;
        }

        // Callbacks of the caller must not run on, or break, the connection's reader.
        ThreadPool.UnsafeQueueUserWorkItem(static source => source.Cancel(), _closed, preferLocal: false);
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (buffer.Length > 0)
        {
            var length = await TakeCreditAsync(buffer.Length, cancellationToken).ConfigureAwait(false);
            await writer.SendAsync(number, StreamChannel.Input, buffer[..length], cancellationToken).ConfigureAwait(false);
            buffer = buffer[length..];
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) =>
        WriteAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        lock (_lock)
        {
            if (_finished)
                return;
            _finished = true;
            if (_refusal is null)
                writer.Post(FrameType.End, number, StreamChannel.Input);
        }

        base.Dispose(disposing);
    }

    private async ValueTask<int> TakeCreditAsync(int wanted, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task more;
            lock (_lock)
            {
                ObjectDisposedException.ThrowIf(_finished, this);
                if (_refusal is not null)
                    throw new IOException(_refusal.Message, _refusal);
                if (_credit > 0)
                {
                    var taken = (int)Math.Min(Math.Min(wanted, _credit), FrameHeader.MaxPayload);
                    _credit -= taken;
                    return taken;
                }

                _waiting ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                more = _waiting.Task;
            }

            await more.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
