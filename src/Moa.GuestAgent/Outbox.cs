using Moa.Guests.Protocol;

namespace Moa.GuestAgent;

/// <summary>
/// What goes to the host. Short frames are gathered; data is fetched from its channel only when there is room to send it,
/// one channel after the other, so a fast one cannot crowd out the rest and nothing piles up here.
/// </summary>
internal sealed class Outbox(HostLink link)
{
    // virtio_console copies at most 32 KiB per write and sends them as one buffer.
    private const int WriteSize = 32 * 1024;
    private const int LeastData = 512;
    private const int WritesPerFlush = 8;

    private readonly byte[] _buffer = new byte[WriteSize];
    private readonly Queue<OutputChannel> _ready = [];
    private ByteQueue _control;
    private int _start;
    private int _end;
    private bool _blocked;

    /// <summary>Bytes of short frames that the host has not taken yet.</summary>
    public int Backlog => _control.Count;

    public void Send(FrameType type, uint stream, byte channel = 0, ReadOnlySpan<byte> payload = default)
    {
        new FrameHeader(payload.Length, stream, type, channel).Write(_control.Reserve(FrameHeader.Size));
        _control.Add(payload);
    }

    public void Send(FrameType type, uint stream, IPayload payload) =>
        Send(type, stream, 0, PayloadWriter.ToBytes(payload));

    /// <summary>Sends bytes that are no frame.</summary>
    public void SendRaw(ReadOnlySpan<byte> bytes) => _control.Add(bytes);

    /// <summary>Says that a channel has something to read and credit to send it.</summary>
    public void Ready(OutputChannel channel) => _ready.Enqueue(channel);

    /// <summary>Forgets everything not yet sent.</summary>
    public void Clear()
    {
        _control.Clear();
        _ready.Clear();
        _start = _end = 0;
    }

    /// <summary>Says that the host may take more.</summary>
    public void Unblock() => _blocked = false;

    /// <summary>Sends what there is; true when there is more and the host takes it.</summary>
    public bool Flush()
    {
        for (var writes = 0; !_blocked; writes++)
        {
            if (_start == _end)
                Fill();
            if (_start == _end)
                return false;
            if (writes == WritesPerFlush)
                return true;
            var count = link.Write(_buffer.AsSpan(_start, _end - _start));
            if (count < 0)
                _blocked = true;
            else
                _start += count;
        }

        return false;
    }

    private void Fill()
    {
        _start = 0;
        _end = _control.Take(_buffer);
        while (_control.Count == 0 && WriteSize - _end >= FrameHeader.Size + LeastData && _ready.TryDequeue(out var channel))
        {
            _end += channel.Fill(_buffer.AsSpan(_end));
            _end += _control.Take(_buffer.AsSpan(_end));
        }
    }
}
