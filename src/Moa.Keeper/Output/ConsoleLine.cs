using Moa.Interop.Linux;

namespace Moa.Keeper;

/// <summary>
/// The guest's serial line. It is always drained, since QEMU would block; what it says goes to <c>console.log</c> and to
/// whoever is attached.
/// </summary>
internal sealed class ConsoleLine : Connection
{
    private const int LogLimit = 8 << 20;
    private static ReadOnlySpan<byte> Panic => "Kernel panic - not syncing"u8;

    private readonly RotatingLog log;
    private readonly Action<ReadOnlySpan<byte>> said;
    private readonly Action panicked;
    private readonly Action writable;
    private readonly Action lost;
    private readonly byte[] recent = new byte[32];

    /// <param name="loop">The loop.</param>
    /// <param name="socket">Connected to <c>qemu.serial</c>.</param>
    /// <param name="log">Where it is kept.</param>
    /// <param name="said">Is given the bytes.</param>
    /// <param name="panicked">Is called when a kernel has said that it panicked.</param>
    /// <param name="writable">Is called when everything sent was taken.</param>
    /// <param name="lost">Is called when QEMU has closed the line.</param>
    public ConsoleLine(
        EventLoop loop, Descriptor socket, RotatingLog log, Action<ReadOnlySpan<byte>> said, Action panicked, Action writable, Action lost)
        : base(loop, socket)
    {
        this.log = log;
        this.said = said;
        this.panicked = panicked;
        this.writable = writable;
        this.lost = lost;
    }

    /// <summary>Whether anything was ever said on this connection.</summary>
    public bool HasSpoken { get; private set; }

    /// <summary>A log with the limit of a console.</summary>
    public static RotatingLog CreateLog(string path) => new(path, LogLimit);

    protected override int OnBytes(Span<byte> bytes, List<Descriptor> descriptors)
    {
        HasSpoken = true;
        LookForPanic(bytes);
        log.Write(bytes);
        said(bytes);
        return bytes.Length;
    }

    protected override void OnDrained() => writable();

    protected override void OnClosed() => lost();

    private void LookForPanic(ReadOnlySpan<byte> bytes)
    {
        // The words may be cut between two reads: the end of the last is looked at together with the start of this.
        var seam = (Span<byte>)stackalloc byte[recent.Length * 2];
        recent.CopyTo(seam);
        var head = bytes[..Math.Min(bytes.Length, recent.Length)];
        head.CopyTo(seam[recent.Length..]);
        seam = seam[..(recent.Length + head.Length)];
        if (bytes.IndexOf(Panic) >= 0 || seam.IndexOf(Panic) >= 0)
            panicked();
        (bytes.Length >= recent.Length ? bytes[^recent.Length..] : seam[^recent.Length..]).CopyTo(recent);
    }
}
