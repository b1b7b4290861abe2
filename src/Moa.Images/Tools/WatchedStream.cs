namespace Moa.Images.Tools;

/// <summary>A tool's output: knows whether it has ended, and cancels a source when a read waits too long.</summary>
internal sealed class WatchedStream(Stream inner, CancellationTokenSource stall, TimeSpan limit) : Stream
{
    /// <summary>Whether a read has met the end.</summary>
    public bool Ended { get; private set; }

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException("A pipe has no length.");

    public override long Position
    {
        get => throw new NotSupportedException("A pipe has no position.");
        set => throw new NotSupportedException("A pipe has no position.");
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // Only waiting for the tool counts; a slow consumer is no stall.
        stall.CancelAfter(limit);
        var count = await inner.ReadAsync(buffer, stall.Token).ConfigureAwait(false);
        stall.CancelAfter(Timeout.InfiniteTimeSpan);
        Ended |= count == 0 && buffer.Length > 0;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Reads and drops what the consumer left.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[64 << 10];
        while (!Ended)
            await ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
    }

    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("The output of a tool is read asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("A pipe cannot seek.");

    public override void SetLength(long value) => throw new NotSupportedException("A pipe has no length.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("This end is for reading.");
}
