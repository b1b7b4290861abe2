using Moa.Interop.Linux;

namespace Moa.Cli.Terminals;

/// <summary>
/// This process's stdout or stderr by write(2). The framework's console streams say nothing when the reader of a pipe has
/// gone, which a command that is to end with its reader needs to hear; and its file streams keep a position of their own,
/// which a file shared with other programs must not have.
/// </summary>
internal sealed class StandardStream : Stream
{
    // Kept for ever: the descriptors are the process's own, and nobody who forgets a stream shall close them.
    private static readonly StandardStream s_output = new(1);
    private static readonly StandardStream s_error = new(2);

    private readonly Descriptor _descriptor;

    private StandardStream(int number) => _descriptor = new Descriptor(number);

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException("A standard stream has no length.");

    public override long Position
    {
        get => throw new NotSupportedException("A standard stream has no position.");
        set => throw new NotSupportedException("A standard stream has no position.");
    }

    /// <summary>A stream to stdout; disposing it leaves stdout open.</summary>
    public static Stream Output() => s_output;

    /// <summary>A stream to stderr; disposing it leaves stderr open.</summary>
    public static Stream Error() => s_error;

    /// <exception cref="IOException">Nobody reads any more, or the disk is full.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            NativeFile.Write(_descriptor, buffer);
        }
        catch (LinuxException failure)
        {
            throw new IOException($"Output cannot be written: {failure.Reason}.", failure);
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Write(buffer.Span);
        return default;
    }

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("A standard stream is for writing.");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("A standard stream has no position.");

    public override void SetLength(long value) => throw new NotSupportedException("A standard stream has no length.");
}
