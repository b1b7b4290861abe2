using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Threading.Tasks.Sources;

namespace Moa.Qmp;

/// <summary>One command on its way, from the call to the reply. Used again and again, with its buffers.</summary>
internal sealed class QmpOperation(CommandSession session) : IValueTaskSource, IThreadPoolWorkItem
{
    private const int KeptReplyBytes = 16 * 1024;

    // Completion queues this object to the pool itself, so that nobody's continuation runs on the reader.
    private ManualResetValueTaskSourceCore<bool> _completion;
    private byte[] _reply = [];
    private int _replyStart;
    private int _replyLength;
    private bool _descriptorHeld;
    private Utf8JsonWriter? _writer;

    public CommandSession Session { get; } = session;

    public string Command { get; private set; } = "";

    /// <summary>The id of an out-of-band command, 0 in band.</summary>
    public long Id { get; private set; }

    public OperationState State { get; set; }

    /// <summary>When it was called, as a time stamp of the clock.</summary>
    public long Started { get; private set; }

    public TimeSpan Limit { get; private set; }

    /// <summary>When the limit runs out, as a time stamp of the clock; <see cref="long.MaxValue"/> for never.</summary>
    public long Deadline { get; private set; }

    /// <summary>The command as it goes over the wire. Whoever sends it takes the buffer and leaves another.</summary>
    public PooledBuffer Request { get; set; } = new();

    public SafeHandle? Descriptor { get; private set; }

    public CancellationTokenRegistration Cancellation { get; set; }

    public QmpOperation? Next { get; set; }

    public QmpOperation? Previous { get; set; }

    /// <summary>What it ended with; null for a reply.</summary>
    public Exception? Error { get; private set; }

    public ReadOnlySpan<byte> Reply => _reply.AsSpan(_replyStart, _replyLength);

    public void Prepare<TArguments>(
        string command, long id, TArguments arguments, Action<Utf8JsonWriter, TArguments>? write, SafeHandle? descriptor)
    {
        Command = command;
        Id = id;
        if (write is not null)
            _writer ??= new Utf8JsonWriter(Request, QmpRequest.WriterOptions);
        QmpRequest.Write(Request, _writer!, command, id, arguments, write);
        if (descriptor is null)
            return;
        descriptor.DangerousAddRef(ref _descriptorHeld);
        Descriptor = descriptor;
    }

    public void SetLimit(TimeProvider clock, TimeSpan limit)
    {
        Started = clock.GetTimestamp();
        Limit = limit;
        Deadline = limit == Timeout.InfiniteTimeSpan ? long.MaxValue : Started + (long)(limit.TotalSeconds * clock.TimestampFrequency);
    }

    /// <summary>Hands the descriptor, and the reference that keeps it open, to the sender.</summary>
    public SafeHandle? TakeDescriptor()
    {
        var descriptor = Descriptor;
        Descriptor = null;
        _descriptorHeld = false;
        return descriptor;
    }

    public ValueTask WaitAsync() => new(this, _completion.Version);

    /// <summary>Completes with a copy of the reply.</summary>
    public void Complete(ReadOnlySpan<byte> reply)
    {
        if (_reply.Length < reply.Length)
        {
            ReturnReply();
            _reply = ArrayPool<byte>.Shared.Rent(Math.Max(256, reply.Length));
        }
        reply.CopyTo(_reply);
        _replyStart = 0;
        _replyLength = reply.Length;
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>Completes with the reply in place, in a pooled array that now belongs to this operation.</summary>
    public void Complete(byte[] owned, int start, int length)
    {
        ReturnReply();
        _reply = owned;
        _replyStart = start;
        _replyLength = length;
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    public void Fail(Exception error)
    {
        Error = error;
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>Gives the reply to the caller for good: small ones as a copy, large ones as they are.</summary>
    public ReadOnlyMemory<byte> TakeReply()
    {
        if (_replyLength <= KeptReplyBytes)
            return Reply.ToArray();
        ReadOnlyMemory<byte> taken = _reply.AsMemory(_replyStart, _replyLength);
        _reply = [];
        return taken;
    }

    /// <summary>Makes ready for the next use. Only after the reply was awaited or the command never started.</summary>
    public void Reset()
    {
        if (_descriptorHeld)
            Descriptor!.DangerousRelease();
        _descriptorHeld = false;
        Descriptor = null;
        Error = null;
        Command = "";
        _replyStart = _replyLength = 0;
        if (_reply.Length > KeptReplyBytes)
            ReturnReply();
        Request.Reset();
        Cancellation = default;
        _completion.Reset();
    }

    void IThreadPoolWorkItem.Execute()
    {
        if (Error is null)
            _completion.SetResult(true);
        else
            _completion.SetException(Error);
    }

    void IValueTaskSource.GetResult(short token) => _completion.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _completion.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _completion.OnCompleted(continuation, state, token, flags);

    private void ReturnReply()
    {
        if (_reply.Length > 0)
            ArrayPool<byte>.Shared.Return(_reply);
        _reply = [];
    }
}
