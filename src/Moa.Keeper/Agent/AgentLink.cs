using Moa.Guests.Protocol;
using Moa.Interop.Linux;

namespace Moa.Keeper;

/// <summary>
/// The connection to the agent's port in QEMU. Port and agent have no common beginning: frames count from the agent's
/// answer to the newest synchronisation on, everything before it is discarded.
/// </summary>
internal sealed class AgentLink : Connection
{
    private const int EnoughQueued = 256 << 10;
    private readonly AgentHub hub;
    private readonly byte[] nonce = new byte[Synchronisation.NonceSize];
    private bool synchronised;

    public AgentLink(EventLoop loop, Descriptor socket, AgentHub hub) : base(loop, socket) => this.hub = hub;

    /// <summary>Whether an agent has ever answered on this connection.</summary>
    public bool WasSynchronised { get; private set; }

    /// <summary>Whether the guest takes bytes slower than clients send them.</summary>
    public bool IsFull => Queued > EnoughQueued;

    /// <summary>Asks the agent for a new beginning; the answer may take as long as the guest boots.</summary>
    public void Synchronise()
    {
        synchronised = false;
        hub.OnLost();
        // A guest that announces itself without end and reads nothing must not fill the keeper's memory.
        if (IsFull)
            return;
        // From the kernel, without the megabyte that a cryptography library would take.
        Guid.NewGuid().TryWriteBytes(nonce);
        Send(Synchronisation.Request(nonce));
    }

    protected override int OnBytes(Span<byte> bytes, List<Descriptor> descriptors)
    {
        var used = 0;
        var sent = 0;
        AgentClient? target = null;
        while (IsOpen)
        {
            var size = NextFrame(bytes[used..], out var header);
            var next = size > 0 ? hub.Route(header, bytes.Slice(used, size)) : null;
            if (next != target || size <= 0)
            {
                target?.Say(bytes[sent..used]);
                (target, sent) = (next, used);
            }
            if (size == 0 && synchronised)
                break;
            if (size > 0 && next is null)
                hub.OnAgentFrame(header, bytes.Slice(used, size));
            var step = size > 0 ? size : Recover(bytes[used..]);
            if (step == 0)
                break;
            used += step;
        }
        return used;
    }

    protected override void OnDrained() => hub.OnWritable();

    protected override void OnClosed() => hub.OnLinkClosed();

    // The size of the frame at the start; 0 when it is not complete, or none is expected; -1 when it is none.
    private int NextFrame(ReadOnlySpan<byte> bytes, out FrameHeader header)
    {
        header = default;
        if (!synchronised || bytes.Length < FrameHeader.Size)
            return 0;
        if (!FrameHeader.TryRead(bytes, FrameSender.Agent, out header) || header.Type == FrameType.Gone)
            return -1;
        var size = FrameHeader.Size + header.Length;
        return bytes.Length < size ? 0 : size;
    }

    // Zeros come before an announcement, which is answered when it is there; anything else is asked about now.
    private int Recover(Span<byte> bytes)
    {
        if (!synchronised)
            return Seek(bytes);
        synchronised = false;
        hub.OnLost();
        if (bytes[..FrameHeader.Size].IndexOfAnyExcept((byte)0) >= 0)
            Synchronise();
        return FrameHeader.Size;
    }

    // Returns what can be forgotten: everything up to the magic, or but for what may be the start of one.
    private int Seek(Span<byte> bytes)
    {
        var found = bytes.IndexOf(Synchronisation.AgentMagic);
        if (found < 0)
            return Math.Max(0, bytes.Length - (Synchronisation.MagicSize - 1));
        if (found > 0)
            return found;
        if (bytes.Length < Synchronisation.Size)
            return 0;
        var answer = bytes.Slice(Synchronisation.MagicSize, Synchronisation.NonceSize);
        if (answer.IndexOfAnyExcept((byte)0) < 0)
        {
            Synchronise();
            return Synchronisation.Size;
        }
        synchronised = answer.SequenceEqual(nonce);
        WasSynchronised |= synchronised;
        // An answer to an older question may have been cut: the next may begin right behind its magic.
        return synchronised ? Synchronisation.Size : Synchronisation.MagicSize;
    }
}
