using System.Text;
using Moa.Interop.Linux;

namespace Moa.Keeper;

/// <summary>What QEMU writes to its stdout and stderr: into <c>qemu.log</c>, and the last of it kept for the exit report.</summary>
internal sealed class OutputPipe : EventSource
{
    private const int LogLimit = 1 << 20;
    private const int TailLimit = 16 << 10;
    private readonly EventLoop loop;
    private readonly RotatingLog log;
    private readonly ByteQueue tail = new();

    public OutputPipe(EventLoop loop, Descriptor pipe, RotatingLog log) : base(pipe)
    {
        this.loop = loop;
        this.log = log;
        NativeFile.SetNonBlocking(pipe);
        loop.Add(this, Libc.EPOLLIN);
    }

    /// <summary>A log with the limit of QEMU's output.</summary>
    public static RotatingLog CreateLog(string path) => new(path, LogLimit);

    /// <summary>The last 16 KiB.</summary>
    public string Tail => Encoding.UTF8.GetString(tail.Bytes);

    public override void OnReady(uint events) => Read();

    public override void OnFault() => loop.Remove(this);

    /// <summary>Reads what is there; a child of QEMU that still has the pipe open is not waited for.</summary>
    public void ReadToEnd()
    {
        while (Slot >= 0 && Read())
            continue;
    }

    private bool Read()
    {
        var count = NativeFile.Read(Descriptor, loop.Scratch);
        if (count == 0)
            loop.Remove(this);
        if (count <= 0)
            return false;
        var bytes = loop.Scratch.AsSpan(0, count);
        log.Write(bytes);
        tail.Append(bytes.Length > TailLimit ? bytes[^TailLimit..] : bytes);
        if (tail.Length > TailLimit)
            tail.Consume(tail.Length - TailLimit);
        return true;
    }
}
