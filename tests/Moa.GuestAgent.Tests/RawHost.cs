using System.Net.Sockets;
using Moa.Guests.Protocol;

namespace Moa.GuestAgent.Tests;

/// <summary>A host that speaks the protocol byte by byte, and may do so wrongly.</summary>
internal sealed class RawHost : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly FrameReader _reader = new(FrameSender.Agent);

    public RawHost(string path) => _socket.Connect(new UnixDomainSocketEndPoint(path));

    /// <summary>Makes sending an error when the agent takes nothing for so long.</summary>
    public void GiveUpAfter(TimeSpan limit) => _socket.SendTimeout = (int)limit.TotalMilliseconds;

    public void Send(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
            bytes = bytes[_socket.Send(bytes)..];
    }

    public void Send(FrameType type, uint stream, byte channel = 0, ReadOnlySpan<byte> payload = default) =>
        Send(Frame(type, stream, channel, payload));

    public void Synchronise()
    {
        var nonce = Guid.NewGuid().ToByteArray();
        _reader.Await(nonce);
        Send(Synchronisation.Request(nonce));
        Assert.Equal(FrameType.Hello, Receive().Type);
    }

    /// <summary>The next frame; what comes before a synchronisation is passed over.</summary>
    public (FrameType Type, uint Stream, byte Channel, byte[] Payload) Receive()
    {
        while (true)
        {
            switch (_reader.Read(out var frame))
            {
                case FrameEvent.Frame:
                    return (frame.Header.Type, frame.Header.Stream, frame.Header.Channel, frame.Payload.ToArray());
                case FrameEvent.None:
                    ReceiveSome();
                    break;
            }
        }
    }

    /// <summary>Waits for the agent to announce itself.</summary>
    public void AwaitAnnouncement()
    {
        while (true)
        {
            switch (_reader.Read(out _))
            {
                case FrameEvent.Announced:
                    return;
                case FrameEvent.None:
                    ReceiveSome();
                    break;
            }
        }
    }

    public static byte[] Frame(FrameType type, uint stream, byte channel = 0, ReadOnlySpan<byte> payload = default)
    {
        var bytes = new byte[FrameHeader.Size + payload.Length];
        new FrameHeader(payload.Length, stream, type, channel).Write(bytes);
        payload.CopyTo(bytes.AsSpan(FrameHeader.Size));
        return bytes;
    }

    public void Dispose() => _socket.Dispose();

    private void ReceiveSome()
    {
        var count = _socket.Receive(_reader.Free.Span);
        Assert.NotEqual(0, count);
        _reader.Advance(count);
    }
}
