using System.Net.Sockets;
using System.Text.Json;
using System.Threading.Channels;

namespace Moa.Testing;

/// <content>The serving side.</content>
public sealed partial class FakeQmpServer
{
    private async Task ServeAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using var client = await _listener.AcceptAsync(_stop.Token).ConfigureAwait(false);
                _connected.TrySetResult(client);
                await ServeAsync(client).ConfigureAwait(false);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
            {
                // The client has gone, or the server is being stopped.
            }
            _connected = new TaskCompletionSource<Socket>(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private async Task ServeAsync(Socket client)
    {
        if (_options.Greets)
            await SendLineAsync(Greeting()).ConfigureAwait(false);
        Channel<FakeQmpCommand> inBand = Channel.CreateUnbounded<FakeQmpCommand>();
        var executing = ExecuteAsync(inBand.Reader);
        try
        {
            var received = new byte[64 * 1024];
            int length = 0;
            while (true)
            {
                if (length == received.Length)
                    Array.Resize(ref received, length * 2);
                int count = await client.ReceiveAsync(received.AsMemory(length), SocketFlags.None, _stop.Token).ConfigureAwait(false);
                if (count == 0)
                    break;
                length += count;
                int used = 0;
                while (Parse(received.AsSpan(used, length - used), out int taken) is { } command)
                {
                    used += taken;
                    _commands.Enqueue(command);
                    if (command.OutOfBand)
                        await HandleAsync(command).ConfigureAwait(false);
                    else
                        inBand.Writer.TryWrite(command);
                }
                received.AsSpan(used, length - used).CopyTo(received);
                length -= used;
            }
        }
        finally
        {
            inBand.Writer.TryComplete();
        }
        await executing.ConfigureAwait(false);
    }

    private async Task ExecuteAsync(ChannelReader<FakeQmpCommand> commands)
    {
        await foreach (var command in commands.ReadAllAsync(_stop.Token).ConfigureAwait(false))
        {
            await HandleAsync(command).ConfigureAwait(false);
        }
    }

    private Task HandleAsync(FakeQmpCommand command)
    {
        if (command.Name != "qmp_capabilities")
            _unread.Writer.TryWrite(command);
        return _handlers.GetValueOrDefault(command.Name, _otherwise)(command);
    }

    private FakeQmpCommand? Parse(ReadOnlySpan<byte> bytes, out int taken)
    {
        taken = 0;
        var reader = new Utf8JsonReader(bytes, isFinalBlock: false, new JsonReaderState(new JsonReaderOptions { AllowMultipleValues = true }));
        if (!JsonElement.TryParseValue(ref reader, out var message))
            return null;
        taken = (int)reader.BytesConsumed;
        return new FakeQmpCommand(this, message.Value, bytes[..taken].ToArray());
    }

    private string Greeting()
    {
        string capabilities = _options.OffersOutOfBand ? "\"oob\"" : "";
        (int major, int minor, int micro) = _options.Version;
        return $$$"""
            {"QMP": {"version": {"qemu": {"micro": {{{micro}}}, "minor": {{{minor}}}, "major": {{{major}}}},
            """ + $$$"""
             "package": {{{Quote(_options.Package)}}}}, "capabilities": [{{{capabilities}}}]}}
            """;
    }
}
