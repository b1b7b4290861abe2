using System.Buffers;

namespace Moa.Qmp;

/// <summary>
/// Finds messages in a stream of bytes. A message is a balanced JSON object, on one line (as QEMU writes) or on many (as
/// it writes with <c>pretty=on</c>). One pass over the bytes finds its end and its top-level members. Whatever is no
/// message ends at its line's end, where reading is in step again.
/// </summary>
/// <remarks>
/// A message on one line cannot contain a line's end, nor can any JSON string; and no message has an opening brace in
/// the first column but its own. So a cut or broken message ends there and takes no other with it.
/// </remarks>
internal sealed partial class MessageReader(int limit)
{
    private const int SmallestBuffer = 16 * 1024;
    private const int LargestKeptBuffer = 64 * 1024;
    private const int SmallestRead = 4 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(SmallestBuffer);
    private int _start;
    private int _scanned;
    private int _end;

    /// <summary>Where to put the next bytes; never empty.</summary>
    public Memory<byte> Free()
    {
        if (_start == _end)
        {
            _start = _scanned = _end = 0;
            if (_buffer.Length > LargestKeptBuffer)
                Move(SmallestBuffer);
        }
        if (_buffer.Length - _end < SmallestRead)
        {
            var length = _end - _start;
            var size = _buffer.Length - length >= SmallestRead ? _buffer.Length : GrownSize(length);
            Move(size);
        }
        return _buffer.AsMemory(_end);
    }

    /// <summary>Takes note of bytes that were put into <see cref="Free"/>.</summary>
    public void Received(int count) => _end += count;

    /// <summary>Takes the next message that is complete.</summary>
    public bool TryRead(out Message message)
    {
        if (!Scan())
        {
            message = default;
            return false;
        }
        message = _message;
        message.Buffer = _buffer;
        message.Start = _start;
        message.Length = _scanned - _start;
        _start = _scanned;
        _afterDamage = message.Fault == MessageFault.Malformed;
        _onNewLine = _buffer[_scanned - 1] == '\n';
        Begin();
        return true;
    }

    /// <summary>Gives the buffer away, to whoever keeps the message just read; reading goes on in another one.</summary>
    public byte[] GiveAway()
    {
        var given = _buffer;
        var length = _end - _start;
        _buffer = ArrayPool<byte>.Shared.Rent(Math.Max(SmallestBuffer, length + SmallestRead));
        given.AsSpan(_start, length).CopyTo(_buffer);
        Rebase(length);
        return given;
    }

    /// <summary>Returns the buffer to the pool. Nothing may be read any more.</summary>
    public void Close() => ArrayPool<byte>.Shared.Return(_buffer);

    private int GrownSize(int length) =>
        (int)Math.Max(length + SmallestRead, Math.Min(2L * _buffer.Length, (long)limit + LargestKeptBuffer));

    private void Move(int size)
    {
        var length = _end - _start;
        var target = size == _buffer.Length ? _buffer : ArrayPool<byte>.Shared.Rent(size);
        _buffer.AsSpan(_start, length).CopyTo(target);
        if (target != _buffer)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = target;
        Rebase(length);
    }

    private void Rebase(int length)
    {
        _scanned -= _start;
        _start = 0;
        _end = length;
    }
}
