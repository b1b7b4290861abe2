using System.Text;

namespace Moa.Machines;

/// <summary>A stream to write to that looks for a text in what is written, across any division into pieces.</summary>
internal sealed class TextWatch(string text, CancellationTokenSource found) : Stream
{
    private readonly byte[] _text = Encoding.UTF8.GetBytes(text);
    private byte[] _last = [];

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException("What is watched has no length.");

    public override long Position
    {
        get => throw new NotSupportedException("What is watched has no position.");
        set => throw new NotSupportedException("What is watched has no position.");
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        byte[] all = [.. _last, .. buffer];
        if (all.AsSpan().IndexOf(_text) >= 0)
            found.Cancel();
        _last = all[^Math.Min(all.Length, _text.Length - 1)..];
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return default;
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("What is watched cannot be read.");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("What is watched has no position.");

    public override void SetLength(long value) => throw new NotSupportedException("What is watched has no length.");
}
