namespace Moa.GuestAgent;

/// <summary>Bytes that wait, in one array that grows. A mutable struct: keep it in a field that is not readonly.</summary>
internal struct ByteQueue
{
    private byte[] _bytes;
    private int _start;

    public int Count { get; private set; }

    public readonly ReadOnlySpan<byte> Bytes => _bytes.AsSpan(_start, Count);

    public void Add(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Reserve(bytes.Length));

    /// <summary>Adds so many bytes, for the caller to fill in.</summary>
    public Span<byte> Reserve(int count)
    {
        _bytes ??= [];
        if (_start + Count + count > _bytes.Length)
        {
            var target = Count + count > _bytes.Length ? new byte[Math.Max(4096, 2 * (Count + count))] : _bytes;
            Bytes.CopyTo(target);
            (_bytes, _start) = (target, 0);
        }

        Count += count;
        return _bytes.AsSpan(_start + Count - count, count);
    }

    /// <summary>Moves as many bytes as fit; returns how many.</summary>
    public int Take(Span<byte> destination)
    {
        var count = Math.Min(Count, destination.Length);
        if (count > 0)
            Bytes[..count].CopyTo(destination);
        Remove(count);
        return count;
    }

    public void Remove(int count)
    {
        Count -= count;
        _start = Count == 0 ? 0 : _start + count;
    }

    /// <summary>Empties the queue and gives its memory back.</summary>
    public void Clear() => (_bytes, _start, Count) = ([], 0, 0);
}
