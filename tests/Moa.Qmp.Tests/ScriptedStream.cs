using System.Threading.Channels;

namespace Moa.Qmp.Tests;

/// <summary>A peer in memory: what is written to it is counted, what is read from it is what the test put in.</summary>
internal sealed class ScriptedStream : Stream
{
    private readonly Channel<ReadOnlyMemory<byte>> _incoming = Channel.CreateUnbounded<ReadOnlyMemory<byte>>();
    private readonly Lock _gate = new();
    private ReadOnlyMemory<byte> _rest;
    private int _commands;
    private (int Count, TaskCompletionSource Reached)? _awaited;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public void Say(ReadOnlyMemory<byte> bytes) => _incoming.Writer.TryWrite(bytes);

    public void HangUp() => _incoming.Writer.TryComplete();

    /// <summary>Waits until so many commands were written, those before included.</summary>
    public Task CommandsAsync(int count)
    {
        lock (_gate)
        {
            if (_commands >= count)
                return Task.CompletedTask;
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _awaited = (count, reached);
            return reached.Task;
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_rest.IsEmpty)
        {
            if (!await _incoming.Reader.WaitToReadAsync(cancellationToken))
                return 0;
            _incoming.Reader.TryRead(out _rest);
        }
        var count = Math.Min(buffer.Length, _rest.Length);
        _rest[..count].CopyTo(buffer);
        _rest = _rest[count..];
        return count;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            _commands += buffer.Span.Count("\"exec"u8);
            if (_awaited is { } awaited && _commands >= awaited.Count)
                awaited.Reached.TrySetResult();
        }
        return default;
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
