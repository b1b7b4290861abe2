using Moa.Interop.Linux;

namespace Moa.Keeper;

/// <summary>The connection to QEMU's own monitor.</summary>
internal sealed class MonitorLink : Connection
{
    private readonly MonitorHub hub;
    private readonly JsonScanner scanner = new();

    public MonitorLink(EventLoop loop, Descriptor socket, MonitorHub hub) : base(loop, socket) => this.hub = hub;

    protected override int OnBytes(Span<byte> bytes, List<Descriptor> descriptors)
    {
        var used = 0;
        while (IsOpen && scanner.Next(bytes[used..]))
        {
            var start = used + scanner.Start;
            used += scanner.End;
            if (bytes[used..].StartsWith("\r\n"u8))
                used += 2;
            if (!scanner.IsGarbage)
                hub.OnMessage(bytes[start..used]);
        }
        return scanner.IsInside ? used : bytes.Length;
    }

    protected override void OnDrained() => hub.Pump();

    protected override void OnClosed() => hub.OnLinkClosed();
}
