using System.Buffers;

namespace Moa.Qmp;

/// <summary>A growing buffer on a pooled array, kept between uses while it is small.</summary>
internal sealed class PooledBuffer : IBufferWriter<byte>
{
    private const int KeptBytes = 16 * 1024;

    private byte[] _array = [];
    private int _count;

    public int Count => _count;

    public ReadOnlyMemory<byte> Written => _array.AsMemory(0, _count);

    public void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(GetSpan(bytes.Length));
        _count += bytes.Length;
    }

    public void Truncate(int count) => _count = count;

    /// <summary>Empties the buffer, and gives the array back when it is large.</summary>
    public void Reset()
    {
        _count = 0;
        if (_array.Length > KeptBytes)
            Replace([]);
    }

    public void Advance(int count) => _count += count;

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _array.AsSpan(_count);
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _array.AsMemory(_count);
    }

    private void Reserve(int sizeHint)
    {
        var needed = checked(_count + Math.Max(sizeHint, 1));
        if (needed <= _array.Length)
            return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, Math.Max(256, (int)Math.Min(2L * _array.Length, Array.MaxLength))));
        _array.AsSpan(0, _count).CopyTo(larger);
        Replace(larger);
    }

    private void Replace(byte[] array)
    {
        if (_array.Length > 0)
            ArrayPool<byte>.Shared.Return(_array);
        _array = array;
    }
}
