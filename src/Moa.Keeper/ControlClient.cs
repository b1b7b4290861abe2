using Moa.Interop.Linux;
using Moa.Keeping.Protocol;

namespace Moa.Keeper;

/// <summary>A client of the keeper's own socket, or the starter at descriptor 3.</summary>
internal sealed class ControlClient : Connection
{
    private const int MaxQueuedOutput = 16 << 20;
    private readonly KeptMachine machine;
    private readonly List<Descriptor> held = [];

    public ControlClient(EventLoop loop, Descriptor socket, KeptMachine machine) : base(loop, socket) => this.machine = machine;

    /// <summary>Whether it gets what the guest says on its serial line.</summary>
    public bool IsAttached { get; set; }

    /// <summary>Sends a frame. A client that does not read is cut off: the log has what it misses.</summary>
    public void Say(FrameType type, ReadOnlySpan<byte> payload)
    {
        const int LargestPayload = Frame.MaxLength - 1;
        var header = (Span<byte>)stackalloc byte[Frame.HeaderSize];
        do
        {
            var part = payload[..Math.Min(payload.Length, LargestPayload)];
            Frame.WriteHeader(header, type, part.Length);
            Send(header);
            Send(part);
            payload = payload[part.Length..];
        }
        while (!payload.IsEmpty);
        if (Queued > MaxQueuedOutput)
            Close();
    }

    protected override int OnBytes(Span<byte> bytes, List<Descriptor> descriptors)
    {
        // They come with a frame's first bytes, and are wanted when the frame is whole.
        held.AddRange(descriptors);
        descriptors.Clear();
        var used = 0;
        while (IsOpen)
        {
            var size = Frame.TryRead(bytes[used..], out var type, out var payload);
            if (size == 0)
                break;
            if (size < 0 || !machine.OnFrame(this, type, payload, held))
            {
                Close();
                break;
            }
            used += size;
            DropHeld();
        }
        return used;
    }

    protected override void OnClosed()
    {
        DropHeld();
        machine.OnLeft(this);
    }

    private void DropHeld()
    {
        foreach (var descriptor in held)
            descriptor.Dispose();
        held.Clear();
    }
}
