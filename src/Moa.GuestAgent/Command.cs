using Moa.GuestAgent.Interop;
using Moa.Guests.Protocol;

namespace Moa.GuestAgent;

/// <summary>
/// A process of the host's and its stream. The stream is over when the process has ended and its output was sent; what
/// its descendants write later is waited for only as long as they keep writing, and not for ever.
/// </summary>
internal sealed partial class Command
{
    private const int QuietMilliseconds = 200;
    private const int LingerMilliseconds = 1000;
    private const int HangUpMilliseconds = 2000;

    private readonly EventLoop _loop;
    private readonly Outbox _outbox;
    private readonly bool _detached;
    private readonly List<OutputChannel> _outputs = [];
    private InputChannel? _input;
    private int _terminal = -1;
    private ExitPayload? _exit;
    private long _lingerUntil;
    private bool _abandoned;
    private bool _closing;
    private bool _finished;

    public uint Stream { get; }
    public int ProcessId { get; private set; }

    /// <summary>Called when the stream is over and its last frame queued, or the process of an abandoned one has ended.</summary>
    public required Action<Command> Finished { get; init; }

    /// <summary>The host's data for stdin; false when there is more than was allowed.</summary>
    public bool Write(ReadOnlySpan<byte> data) => _input?.Write(data) ?? false;

    /// <summary>The host has no more for stdin, or wants no more of an output.</summary>
    public void End(byte channel)
    {
        if (channel == StreamChannel.Input)
            _input?.Finish();
        else if (Output(channel) is { } output)
        {
            if (_terminal >= 0)
                _input?.Close();
            output.End();
        }
    }

    public void AddCredit(byte channel, uint bytes) => Output(channel)?.AddCredit(bytes);

    public void Signal(int signal)
    {
        if (_exit is null)
            Libc.Kill(-ProcessId, signal);
    }

    public void Resize(ushort rows, ushort columns)
    {
        if (_terminal >= 0 && !_outputs[0].HasEnded)
            Pseudoterminal.Resize(_terminal, rows, columns);
    }

    /// <summary>
    /// Nobody is interested any more. A process that runs is hung up, and killed when that does not end it; a detached
    /// one goes on. The stream is over when the process has ended or is on its own.
    /// </summary>
    /// <param name="silently">Whether the stream itself is gone, so that nothing can be sent on it.</param>
    public void Abandon(bool silently)
    {
        _abandoned |= silently;
        _input?.Close();
        foreach (var output in _outputs)
            output.Discard();
        if (_exit is not null || _detached)
        {
            Finish();
            return;
        }

        _closing = true;
        Libc.Kill(-ProcessId, Libc.SIGHUP);
        Libc.Kill(-ProcessId, Libc.SIGCONT);
        _loop.After(HangUpMilliseconds, () => Signal(Libc.SIGKILL));
    }

    /// <summary>The process has ended and was reaped.</summary>
    public void ProcessEnded(ExitPayload exit)
    {
        _exit = exit;
        foreach (var output in _outputs)
            output.ProcessEnded();
        if (_closing)
        {
            Finish();
            return;
        }

        _lingerUntil = EventLoop.Now + LingerMilliseconds;
        CheckFinished();
        if (!_finished)
            _loop.After(QuietMilliseconds, EndQuietOutputs);
    }

    private OutputChannel? Output(byte channel) =>
        channel - StreamChannel.Output is var index && index < _outputs.Count ? _outputs[index] : null;

    private void EndQuietOutputs()
    {
        if (_finished)
            return;
        var now = EventLoop.Now;
        var wait = 0L;
        foreach (var output in _outputs)
        {
            if (output.HasEnded)
                continue;
            if (output.Owed > 0)
                wait = QuietMilliseconds;
            else if (now < _lingerUntil)
                wait = Math.Max(wait, output.LastRead + QuietMilliseconds - now);
        }

        if (wait > 0)
        {
            _loop.After((int)wait, EndQuietOutputs);
            return;
        }

        foreach (var output in _outputs)
            output.End();
    }

    private void CheckFinished()
    {
        if (_exit is not { } exit || _finished || _closing)
            return;
        foreach (var output in _outputs)
        {
            if (!output.HasEnded)
                return;
        }

        _outbox.Send(FrameType.Exit, Stream, exit);
        Finish();
    }

    private void Finish()
    {
        if (_finished)
            return;
        _finished = true;
        _input?.Close();
        if (!_abandoned)
            _outbox.Send(FrameType.Closed, Stream);
        Finished(this);
    }
}
