using System.IO.Pipelines;
using System.Text;
using Moa.Guests;
using Moa.Guests.Protocol;

namespace Moa.Tests.Guests;

/// <summary>The other end of a <see cref="GuestClient"/>, which says what a test wants it to say.</summary>
internal sealed class ScriptedAgent
{
    private readonly Pipe _toClient = new(new PipeOptions(pauseWriterThreshold: 0));
    private readonly Pipe _toAgent = new(new PipeOptions(pauseWriterThreshold: 0));
    private readonly FrameReader _reader = new(FrameSender.Host, synchronised: true);
    private readonly Stream _incoming;

    public ScriptedAgent()
    {
        _incoming = _toAgent.Reader.AsStream();
        ClientEnd = new DuplexStream(_toClient.Reader.AsStream(), _toAgent.Writer.AsStream());
    }

    /// <summary>What the client takes over.</summary>
    public Stream ClientEnd { get; }

    /// <summary>Connects a client and says hello to it.</summary>
    public async Task<GuestClient> ConnectAsync(CancellationToken cancellationToken)
    {
        await HelloAsync();
        return await GuestClient.ConnectAsync(ClientEnd, cancellationToken: cancellationToken);
    }

    public Task HelloAsync() => SendAsync(FrameType.Hello, 0, 0, """{"protocol":1,"agent":"9.9","kernel":"6.1","architecture":"x86_64","features":["exec"]}""");

    public Task SendAsync(FrameType type, uint stream, byte channel = 0, string payload = "") =>
        SendAsync(type, stream, channel, Encoding.UTF8.GetBytes(payload));

    public async Task SendAsync(FrameType type, uint stream, byte channel, byte[] payload)
    {
        var bytes = new byte[FrameHeader.Size + payload.Length];
        new FrameHeader(payload.Length, stream, type, channel).Write(bytes);
        payload.CopyTo(bytes, FrameHeader.Size);
        await SendAsync(bytes);
    }

    public async Task SendAsync(byte[] bytes) => await _toClient.Writer.WriteAsync(bytes);

    /// <summary>The next frame of the client.</summary>
    public async Task<(FrameType Type, uint Stream, byte Channel, byte[] Payload)> ReceiveAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_reader.Read(out var frame) == FrameEvent.Frame)
                return (frame.Header.Type, frame.Header.Stream, frame.Header.Channel, frame.Payload.ToArray());
            var count = await _incoming.ReadAsync(_reader.Free, cancellationToken);
            Assert.NotEqual(0, count);
            _reader.Advance(count);
        }
    }

    /// <summary>Ends the connection.</summary>
    public void Leave() => _toClient.Writer.Complete();
}
