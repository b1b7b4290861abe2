using Moa.Guests.Protocol;
using Moa.Interop.Linux;

namespace Moa.Keeper;

/// <summary>
/// Shares the agent's one port between any number of clients, by giving their streams numbers of its own. Frames are
/// passed on whole and otherwise unread; those in a row for the same connection in one piece.
/// </summary>
internal sealed class AgentHub
{
    private readonly EventLoop loop;
    private readonly Listener listener;
    private readonly List<AgentClient> clients = [];
    private readonly Dictionary<uint, (AgentClient Client, uint Number)> streams = [];
    private readonly Action lost;
    private AgentLink link;
    private byte[]? hello;
    private uint lastStream;

    /// <param name="loop">The loop.</param>
    /// <param name="path">Where clients connect.</param>
    /// <param name="socket">Connected to <c>qemu.agent</c>.</param>
    /// <param name="lost">Is called when QEMU has closed the port.</param>
    public AgentHub(EventLoop loop, string path, Descriptor socket, Action lost)
    {
        this.loop = loop;
        this.lost = lost;
        link = new AgentLink(loop, socket, this);
        listener = new Listener(loop, path, OnClient);
        link.Synchronise();
    }

    /// <summary>Renumbers a frame of the agent's for the client whose stream it is of; null when it is no client's.</summary>
    public AgentClient? Route(FrameHeader header, Span<byte> frame)
    {
        if (!streams.TryGetValue(header.Stream, out var stream))
            return null;
        if (header.Type == FrameType.Closed)
        {
            streams.Remove(header.Stream);
            stream.Client.Streams.Remove(stream.Number);
        }
        (header with { Stream = stream.Number }).Write(frame);
        return stream.Client;
    }

    /// <summary>A frame of the agent's that is no client's: Hello, or what crossed the news that nobody wants it.</summary>
    public void OnAgentFrame(FrameHeader header, ReadOnlySpan<byte> frame)
    {
        if (header.Type != FrameType.Hello)
            return;
        hello = frame.ToArray();
        foreach (var client in clients.ToArray())
            client.Say(frame);
    }

    /// <summary>Renumbers a client's frame for the agent. False when it goes nowhere.</summary>
    public bool Route(AgentClient client, FrameHeader header, Span<byte> frame)
    {
        // Without an agent there are no streams; the client has been told, or is about to be.
        if (hello is null)
            return false;
        if (header.Type is FrameType.Exec or FrameType.Power or FrameType.Ping)
        {
            if (!client.Streams.TryAdd(header.Stream, ++lastStream))
            {
                client.Close();
                return false;
            }
            streams.Add(lastStream, (client, header.Stream));
        }
        // A frame for a stream that has just been closed crossed that news on the way.
        if (!client.Streams.TryGetValue(header.Stream, out var number))
            return false;
        (header with { Stream = number }).Write(frame);
        return true;
    }

    /// <summary>Sends whole frames to the agent. While it takes them slowly, clients are not read.</summary>
    public void SendToAgent(ReadOnlySpan<byte> frames)
    {
        link.Send(frames);
        if (!link.IsFull)
            return;
        foreach (var client in clients)
            client.Pause(true);
    }

    public void OnWritable()
    {
        foreach (var client in clients)
            client.Pause(false);
    }

    /// <summary>The agent, or the common beginning with it, is gone, and every stream with it.</summary>
    public void OnLost()
    {
        if (hello is null)
            return;
        hello = null;
        streams.Clear();
        var frame = (Span<byte>)stackalloc byte[FrameHeader.Size];
        new FrameHeader(0, 0, FrameType.Gone).Write(frame);
        foreach (var client in clients.ToArray())
        {
            client.Streams.Clear();
            client.Say(frame);
        }
    }

    public void OnLeft(AgentClient client)
    {
        clients.Remove(client);
        var frame = (Span<byte>)stackalloc byte[FrameHeader.Size];
        foreach (var number in client.Streams.Values)
        {
            streams.Remove(number);
            new FrameHeader(0, number, FrameType.Close).Write(frame);
            link.Send(frame);
        }
        client.Streams.Clear();
    }

    public void OnLinkClosed()
    {
        OnLost();
        lost();
    }

    /// <summary>Begins again with a new connection to QEMU. False when the last one brought nothing, and this would not either.</summary>
    public bool Reconnect(Func<Descriptor> connect)
    {
        if (!link.WasSynchronised)
            return false;
        link = new AgentLink(loop, connect(), this);
        link.Synchronise();
        OnWritable();
        return true;
    }

    /// <summary>There will be no agent any more.</summary>
    public void EndClients()
    {
        foreach (var client in clients.ToArray())
            client.End();
    }

    /// <summary>QEMU has ended: passes on what the agent said last, then end-of-file.</summary>
    public void Finish()
    {
        link.ReadToEnd();
        link.Close();
        listener.Close();
        EndClients();
    }

    private void OnClient(Descriptor socket)
    {
        var client = new AgentClient(loop, socket, this);
        clients.Add(client);
        client.Pause(link.IsFull);
        if (hello is not null)
            client.Say(hello);
    }
}
