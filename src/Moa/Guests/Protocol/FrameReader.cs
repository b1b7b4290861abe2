namespace Moa.Guests.Protocol;

/// <summary>
/// Turns the bytes of one sender into frames and finds the beginning where there is none. The caller receives into
/// <see cref="Free"/>, says how much with <see cref="Advance"/>, and calls <see cref="Read"/> until it says None.
/// </summary>
internal sealed class FrameReader
{
    private const int Capacity = 2 * FrameHeader.MaxPayload;
    private readonly byte[] _buffer = new byte[Capacity];
    private readonly byte[] _nonce = new byte[Synchronisation.NonceSize];
    private readonly FrameSender _sender;
    private int _start;
    private int _end;

    /// <param name="sender">Whose bytes are read.</param>
    /// <param name="synchronised">Whether frames begin at the first byte, as between the keeper and its clients.</param>
    public FrameReader(FrameSender sender, bool synchronised = false)
    {
        _sender = sender;
        IsSynchronised = synchronised;
    }

    /// <summary>Whether frames are expected, rather than a synchronisation.</summary>
    public bool IsSynchronised { get; private set; }

    /// <summary>At the agent, after Synchronised: the host's nonce. At the host: the nonce it waits for.</summary>
    public ReadOnlySpan<byte> Nonce => _nonce;

    /// <summary>Where to receive; never empty. The part of a frame that is already there stays.</summary>
    public Memory<byte> Free
    {
        get
        {
            // A frame that has begun always fits behind the middle, and what is moved is less than a frame.
            if (_start == _end)
                _start = _end = 0;
            else if (_start > 0 && Capacity - _end < FrameHeader.MaxPayload / 2)
            {
                _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
                _end -= _start;
                _start = 0;
            }

            return _buffer.AsMemory(_end);
        }
    }

    /// <summary>Says that <paramref name="count"/> bytes were received into <see cref="Free"/>.</summary>
    public void Advance(int count) => _end += count;

    /// <summary>Discards everything up to the next synchronisation.</summary>
    public void Desynchronise() => IsSynchronised = false;

    /// <summary>At the host: discards everything up to the agent's answer to <paramref name="nonce"/>.</summary>
    public void Await(ReadOnlySpan<byte> nonce)
    {
        nonce.CopyTo(_nonce);
        IsSynchronised = false;
    }

    /// <summary>The next thing in the bytes received so far.</summary>
    public FrameEvent Read(out Frame frame)
    {
        frame = default;
        if (!IsSynchronised)
            return Seek();

        var bytes = _buffer.AsSpan(_start, _end - _start);
        if (bytes.Length < FrameHeader.Size)
            return FrameEvent.None;
        if (!FrameHeader.TryRead(bytes, _sender, out var header))
        {
            IsSynchronised = false;
            return bytes[..FrameHeader.Size].IndexOfAnyExcept((byte)0) < 0 ? FrameEvent.Prelude : FrameEvent.Lost;
        }

        var size = FrameHeader.Size + header.Length;
        if (bytes.Length < size)
            return FrameEvent.None;
        _start += size;
        frame = new Frame(header, bytes[FrameHeader.Size..size]);
        return FrameEvent.Frame;
    }

    private FrameEvent Seek()
    {
        var magic = _sender == FrameSender.Host ? Synchronisation.HostMagic : Synchronisation.AgentMagic;
        while (true)
        {
            var bytes = _buffer.AsSpan(_start, _end - _start);
            var found = bytes.IndexOf(magic);
            if (found < 0)
            {
                _start = _end - Math.Min(bytes.Length, Synchronisation.MagicSize - 1);
                return FrameEvent.None;
            }

            _start += found;
            if (bytes.Length - found < Synchronisation.Size)
                return FrameEvent.None;
            var nonce = bytes.Slice(found + Synchronisation.MagicSize, Synchronisation.NonceSize);
            var announced = _sender == FrameSender.Agent && nonce.IndexOfAnyExcept((byte)0) < 0;
            if (!announced && (_sender == FrameSender.Host || nonce.SequenceEqual(_nonce)))
            {
                nonce.CopyTo(_nonce);
                _start += Synchronisation.Size;
                IsSynchronised = true;
                return FrameEvent.Synchronised;
            }

            // An announcement, or an answer to somebody else that may have been cut: go on right behind the magic.
            _start += Synchronisation.MagicSize;
            if (announced)
                return FrameEvent.Announced;
        }
    }
}
