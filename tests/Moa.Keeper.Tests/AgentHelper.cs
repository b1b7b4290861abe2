using Moa.Guests.Protocol;
using Moa.Interop.Linux;

namespace Moa.Keeper.Tests;

/// <summary>
/// An agent in QEMU's place, with the port as descriptor 4. It announces itself, answers pings, says back what stdin gets,
/// and on a ping of "restart" begins anew in the middle of a frame, as after a reset of the guest.
/// </summary>
internal static class AgentHelper
{
    public static void Run()
    {
        using var socket = Helper.Accept(4);
        NativeFile.Write(socket, Synchronisation.Announcement());
        var reader = new FrameReader(FrameSender.Host);
        while (NativeFile.Read(socket, reader.Free.Span) is var count && count > 0)
        {
            reader.Advance(count);
            FrameEvent next;
            while ((next = reader.Read(out var frame)) != FrameEvent.None)
            {
                if (next == FrameEvent.Synchronised)
                {
                    NativeFile.Write(socket, Synchronisation.Answer(reader.Nonce));
                    Send(socket, new FrameHeader(0, 0, FrameType.Hello), "{\"protocol\":1}"u8);
                }
                else if (next == FrameEvent.Frame)
                    Answer(socket, reader, frame.Header, frame.Payload);
            }
        }
    }

    private static void Answer(Descriptor socket, FrameReader reader, FrameHeader header, ReadOnlySpan<byte> payload)
    {
        switch (header.Type)
        {
            case FrameType.Ping when payload.SequenceEqual("restart"u8):
                NativeFile.Write(socket, Header(new FrameHeader(60_000, header.Stream, FrameType.Result)));
                NativeFile.Write(socket, Synchronisation.Announcement());
                reader.Desynchronise();
                break;
            case FrameType.Ping:
                Send(socket, header with { Type = FrameType.Result }, payload);
                Send(socket, header with { Type = FrameType.Closed }, []);
                break;
            case FrameType.Exec:
                Send(socket, header with { Type = FrameType.Started }, "{\"pid\":1}"u8);
                break;
            case FrameType.Data:
                Send(socket, header with { Channel = StreamChannel.Output }, payload);
                break;
            case FrameType.Close:
                Send(socket, header with { Type = FrameType.Closed }, []);
                Console.Error.WriteLine($"closed {header.Stream}");
                break;
        }
    }

    private static void Send(Descriptor socket, FrameHeader header, ReadOnlySpan<byte> payload)
    {
        NativeFile.Write(socket, Header(header with { Length = payload.Length }));
        NativeFile.Write(socket, payload);
    }

    private static byte[] Header(FrameHeader header)
    {
        var bytes = new byte[FrameHeader.Size];
        header.Write(bytes);
        return bytes;
    }
}
