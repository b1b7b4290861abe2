using System.Security.Cryptography;
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
        RandomNumberGenerator.Fill(nonce);
        Send(Synchronisation.Request(nonce));
    }

    protected override int OnBytes(Span<byte> bytes, List<Descriptor> descriptors)
    {
        var used = 0;
        while (IsOpen)
        {
            var step = synchronised ? ReadFrame(bytes[used..]) : Seek(bytes[used..]);
            if (step == 0)
                break;
            used += step;
        }
        return used;
    }

    protected override void OnDrained() => hub.OnWritable();

    protected override void OnClosed() => hub.OnLinkClosed();

    private int ReadFrame(Span<byte> bytes)
    {
        if (bytes.Length < FrameHeader.Size)
            return 0;
        if (!FrameHeader.TryRead(bytes, FrameSender.Agent, out var header) || header.Type == FrameType.Gone)
        {
            // Zeros come before an announcement, which is answered when it is there; anything else is asked about now.
            var isPrelude = bytes[..FrameHeader.Size].IndexOfAnyExcept((byte)0) < 0;
            synchronised = false;
            hub.OnLost();
            if (!isPrelude)
                Synchronise();
            return FrameHeader.Size;
        }
        var size = FrameHeader.Size + header.Length;
        if (bytes.Length < size)
            return 0;
        hub.OnAgentFrame(header, bytes[..size]);
        return size;
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
        // An answer to an older question may have been cut: the next may begin right behind its magic.
        return synchronised ? Synchronisation.Size : Synchronisation.MagicSize;
    }
}
