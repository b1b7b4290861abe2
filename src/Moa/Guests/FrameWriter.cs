using System.Buffers;
using Moa.Guests.Protocol;

namespace Moa.Guests;

/// <summary>
/// Writes frames to the connection, whole and one after the other. Short frames are posted from anywhere and go out
/// together; data waits for its turn.
/// </summary>
#pragma warning disable CA1001 // A semaphore of whose wait handle nobody asks has nothing to dispose.
internal sealed class FrameWriter(Stream stream, Action<Exception> failed)
{
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly byte[] _data = new byte[FrameHeader.Size + FrameHeader.MaxPayload];
    private ArrayBufferWriter<byte> _posted = new(1024);
    private ArrayBufferWriter<byte> _writing = new(1024);
    private bool _flushing;

    /// <summary>Sends a short frame soon.</summary>
    public void Post(FrameType type, uint number, byte channel = 0, ReadOnlySpan<byte> payload = default)
    {
        lock (_lock)
        {
            new FrameHeader(payload.Length, number, type, channel).Write(_posted.GetSpan(FrameHeader.Size));
            _posted.Advance(FrameHeader.Size);
            _posted.Write(payload);
            if (_flushing)
                return;
            _flushing = true;
        }

        _ = FlushAsync();
    }

    /// <summary>Sends bytes that are no frame, soon.</summary>
    public void PostRaw(ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            _posted.Write(bytes);
            if (_flushing)
                return;
            _flushing = true;
        }

        _ = FlushAsync();
    }

    /// <summary>Sends one frame of data; cancelling ends the wait for its turn, never a frame that has begun.</summary>
    public async ValueTask SendAsync(uint number, byte channel, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            new FrameHeader(data.Length, number, FrameType.Data, channel).Write(_data);
            data.Span.CopyTo(_data.AsSpan(FrameHeader.Size));
            await stream.WriteAsync(_data.AsMemory(0, FrameHeader.Size + data.Length), CancellationToken.None)
                .ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // A frame that was written in part breaks the connection, whatever the reason.
            failed(exception);
            throw new IOException("The connection to the guest is broken.", exception);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task FlushAsync()
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            while (TakePosted() is { } bytes)
            {
                await stream.WriteAsync(bytes.WrittenMemory).ConfigureAwait(false);
                bytes.ResetWrittenCount();
            }
        }
        catch (Exception exception)
        {
            failed(exception);
        }
        finally
        {
            _turn.Release();
        }
    }

    private ArrayBufferWriter<byte>? TakePosted()
    {
        lock (_lock)
        {
            _flushing = _posted.WrittenCount > 0;
            if (!_flushing)
                return null;
            (_posted, _writing) = (_writing, _posted);
            return _writing;
        }
    }
}
