namespace Moa.Keeper;

/// <summary>
/// Bytes that a socket has not taken yet, in pieces, so that a long queue is neither copied as it grows nor held longer
/// than it is needed. An empty one holds no memory.
/// </summary>
internal sealed class OutputQueue
{
    private readonly Queue<byte[]> pieces = [];
    private byte[] last = [];
    private int start;
    private int end;

    public int Length { get; private set; }

    /// <summary>The bytes that are next, as many as lie in one piece.</summary>
    public ReadOnlySpan<byte> First => pieces.TryPeek(out var piece) ? piece.AsSpan(start..(piece == last ? end : piece.Length)) : default;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        Length += bytes.Length;
        while (!bytes.IsEmpty)
        {
            if (end == last.Length)
            {
                last = Buffers.Take(Math.Min(bytes.Length, Buffers.LargestPiece));
                end = 0;
                pieces.Enqueue(last);
            }
            var part = bytes[..Math.Min(bytes.Length, last.Length - end)];
            part.CopyTo(last.AsSpan(end));
            end += part.Length;
            bytes = bytes[part.Length..];
        }
    }

    /// <summary>Forgets the next bytes, at most <see cref="First"/>'s length.</summary>
    public void Consume(int size)
    {
        Length -= size;
        start += size;
        if (Length == 0)
            Clear();
        else if (start == pieces.Peek().Length)
        {
            Buffers.Return(pieces.Dequeue());
            start = 0;
        }
    }

    public void Clear()
    {
        while (pieces.TryDequeue(out var piece))
            Buffers.Return(piece);
        last = [];
        Length = start = end = 0;
    }
}
