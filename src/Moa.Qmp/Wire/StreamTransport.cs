namespace Moa.Qmp;

/// <summary>Any stream that can be read and written at the same time.</summary>
internal sealed class StreamTransport(Stream stream) : QmpTransport
{
    private readonly CancellationTokenSource _ended = new();

    public override ValueTask<int> ReceiveAsync(Memory<byte> buffer) => stream.ReadAsync(buffer, _ended.Token);

    public override async ValueTask SendAsync(ReadOnlyMemory<byte> bytes)
    {
        await stream.WriteAsync(bytes, _ended.Token).ConfigureAwait(false);
        await stream.FlushAsync(_ended.Token).ConfigureAwait(false);
    }

    public override void Abort() => _ended.Cancel();

    public override void Dispose()
    {
        _ended.Cancel();
        stream.Dispose();
    }
}
