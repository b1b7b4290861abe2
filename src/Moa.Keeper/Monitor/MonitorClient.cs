using Moa.Interop.Linux;

namespace Moa.Keeper;

/// <summary>A client of the shared monitor, to which it looks like QEMU's own.</summary>
internal sealed class MonitorClient : Connection
{
    private const int MaxQueuedOutput = 64 << 20;
    private const int MaxCommand = 64 << 20;
    private const int EnoughWaiting = 1 << 20;
    private readonly MonitorHub hub;
    private readonly JsonScanner scanner = new();
    private readonly Queue<QmpCommand> waiting = [];
    private int waitingBytes;

    public MonitorClient(EventLoop loop, Descriptor socket, MonitorHub hub) : base(loop, socket) => this.hub = hub;

    /// <summary>Whether <c>qmp_capabilities</c> was answered; no events before.</summary>
    public bool Negotiated { get; private set; }

    public bool MayGoOutOfBand { get; private set; }

    public bool HasWaiting => waiting.Count > 0;

    /// <summary>The command that is next, which stays next.</summary>
    public QmpCommand Peek() => waiting.Peek();

    /// <summary>The command that is next, which is sent now.</summary>
    public QmpCommand Take()
    {
        var command = waiting.Dequeue();
        waitingBytes -= command.Bytes.Length;
        Pause(waitingBytes > EnoughWaiting);
        return command;
    }

    public void Wait(QmpCommand command)
    {
        waiting.Enqueue(command);
        waitingBytes += command.Bytes.Length;
        Pause(waitingBytes > EnoughWaiting);
    }

    public void Negotiate(bool outOfBand)
    {
        Negotiated = true;
        MayGoOutOfBand = outOfBand;
    }

    /// <summary>Sends one message. A client that does not read is cut off.</summary>
    public void Say(ReadOnlySpan<byte> message)
    {
        Send(message);
        if (Queued > MaxQueuedOutput)
            Close();
    }

    protected override int OnBytes(Span<byte> bytes, List<Descriptor> descriptors)
    {
        var used = 0;
        (QmpCommand? Command, string Problem)? last = null;
        while (IsOpen && scanner.Next(bytes[used..]))
        {
            if (last is { } previous)
                hub.OnCommand(this, previous.Command, previous.Problem);
            var message = bytes[(used + scanner.Start)..(used + scanner.End)];
            var problem = "JSON parse error, an object was expected";
            last = (scanner.IsGarbage ? null : QmpCommand.Read(message, out problem), problem);
            used += scanner.End;
        }
        // A descriptor comes with the bytes it was sent with, which are the last ones of a read: it is the last command's.
        if (last is { } newest)
        {
            if (descriptors.Count > 0 && newest.Command is { } command)
            {
                command.Descriptor = descriptors[0];
                descriptors.RemoveAt(0);
            }
            hub.OnCommand(this, newest.Command, newest.Problem);
        }
        if (!IsOpen)
            return bytes.Length;
        if (bytes.Length - used > MaxCommand)
            Close();
        return scanner.IsInside ? used : bytes.Length;
    }

    protected override void OnClosed()
    {
        foreach (var command in waiting)
            command.Descriptor?.Dispose();
        waiting.Clear();
        hub.OnLeft(this);
    }
}
