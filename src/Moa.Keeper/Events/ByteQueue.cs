namespace Moa.Keeper;

/// <summary>Bytes in one piece: appended at the end, taken from the front. An empty one holds no memory.</summary>
internal sealed class ByteQueue
{
    private byte[] buffer = [];
    private int start;
    private int end;

    public int Length => end - start;

    public Span<byte> Bytes => buffer.AsSpan(start, end - start);

    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        Commit(bytes.Length);
    }

    /// <summary>Room of at least that many bytes behind the content; what was written there is added by <see cref="Commit"/>.</summary>
    public Span<byte> Reserve(int size)
    {
        if (buffer.Length - end < size)
            MakeRoom(size);
        return buffer.AsSpan(end);
    }

    public void Commit(int size) => end += size;

    public void Consume(int size)
    {
        start += size;
        if (start == end)
            Clear();
    }

    public void Clear()
    {
        start = end = 0;
        Buffers.Return(buffer);
        buffer = [];
    }

    private void MakeRoom(int size)
    {
        var length = Length;
        // Moving to the front is cheap enough when at least as much is free as is moved.
        if (length + size <= buffer.Length && length <= buffer.Length / 2)
        {
            Bytes.CopyTo(buffer);
        }
        else
        {
            var larger = Buffers.Take(Math.Max(length + size, buffer.Length * 2));
            Bytes.CopyTo(larger);
            Buffers.Return(buffer);
            buffer = larger;
        }
        start = 0;
        end = length;
    }
}
