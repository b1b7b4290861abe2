using Moa.Guests.Protocol;
using Moa.Interop.Linux;

namespace Moa.Keeper;

/// <summary>A client of the shared guest channel; it numbers its streams as it likes.</summary>
internal sealed class AgentClient : Connection
{
    private const int MaxQueuedOutput = 64 << 20;
    private readonly AgentHub hub;

    public AgentClient(EventLoop loop, Descriptor socket, AgentHub hub) : base(loop, socket) => this.hub = hub;

    /// <summary>The client's number of each of its streams -> the number the agent knows it by.</summary>
    public Dictionary<uint, uint> Streams { get; } = [];

    /// <summary>Sends whole frames. A client that does not read is cut off.</summary>
    public void Say(ReadOnlySpan<byte> frames)
    {
        Send(frames);
        if (Queued > MaxQueuedOutput)
            Close();
    }

    protected override int OnBytes(Span<byte> bytes, List<Descriptor> descriptors)
    {
        var used = 0;
        var sent = 0;
        while (IsOpen && bytes.Length - used >= FrameHeader.Size)
        {
            if (!FrameHeader.TryRead(bytes[used..], FrameSender.Host, out var header))
            {
                Close();
                break;
            }
            var size = FrameHeader.Size + header.Length;
            if (bytes.Length - used < size)
                break;
            if (!hub.Route(this, header, bytes.Slice(used, size)))
            {
                hub.SendToAgent(bytes[sent..used]);
                sent = used + size;
            }
            used += size;
        }
        if (sent < used)
            hub.SendToAgent(bytes[sent..used]);
        return used;
    }

    protected override void OnClosed() => hub.OnLeft(this);
}
