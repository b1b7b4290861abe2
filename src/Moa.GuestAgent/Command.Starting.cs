using Moa.GuestAgent.Interop;
using Moa.Guests.Protocol;

namespace Moa.GuestAgent;

internal sealed partial class Command
{
    // What a command writes in one go should fit, so that it can go on while the host is busy.
    private const int PipeSize = 1 << 20;

    public Command(EventLoop loop, Outbox outbox, uint stream, bool detached)
    {
        (_loop, _outbox, _detached) = (loop, outbox, detached);
        Stream = stream;
    }

    /// <summary>Starts the process and tells the host.</summary>
    /// <exception cref="StartException">It cannot be started; nothing is left behind.</exception>
    public void Start(ExecPayload request)
    {
        if (request.Terminal is { } terminal && !request.Detached)
            StartOnTerminal(request, terminal);
        else
            StartOnPipes(request);
        _outbox.Send(FrameType.Started, Stream, new StartedPayload(ProcessId));
    }

    private void StartOnTerminal(ExecPayload request, TerminalPayload terminal)
    {
        var (master, path) = Pseudoterminal.Open(terminal);
        try
        {
            ProcessId = Spawner.Start(request, -1, -1, -1, path);
        }
        catch (StartException)
        {
            Libc.Close(master);
            throw;
        }

        _terminal = master;
        _input = new InputChannel(
            _loop, _outbox, Stream, Libc.Fcntl(master, Libc.F_DUPFD_CLOEXEC, 3), terminal: true);
        AddOutput(StreamChannel.Output, master, terminal: true);
    }

    private void StartOnPipes(ExecPayload request)
    {
        // The command's ends, then the agent's.
        Span<int> theirs = [-1, -1, -1];
        Span<int> ours = [-1, -1, -1];
        try
        {
            if (request.Input)
                (theirs[0], ours[0]) = OpenPipe();
            if (!request.Detached)
            {
                (ours[1], theirs[1]) = OpenPipe();
                (ours[2], theirs[2]) = OpenPipe();
            }

            for (var i = 0; i < ours.Length; i++)
            {
                if (ours[i] >= 0)
                    Libc.Fcntl(ours[i], Libc.F_SETFL, Libc.O_NONBLOCK);
            }

            ProcessId = request.Detached
                ? Spawner.Start(request, theirs[0], 1, 2, null)
                : Spawner.Start(request, theirs[0], theirs[1], theirs[2], null);
        }
        catch (StartException)
        {
            CloseAll(ours);
            throw;
        }
        finally
        {
            CloseAll(theirs);
        }

        if (ours[0] >= 0)
            _input = new InputChannel(_loop, _outbox, Stream, ours[0], terminal: false);
        if (!request.Detached)
        {
            AddOutput(StreamChannel.Output, ours[1], terminal: false);
            AddOutput(StreamChannel.Error, ours[2], terminal: false);
        }
    }

    private void AddOutput(byte channel, int descriptor, bool terminal) => _outputs.Add(
        new OutputChannel(_loop, _outbox, Stream, channel, descriptor, terminal) { Ended = CheckFinished });

    /// <summary>Returns the reading end, then the writing end.</summary>
    private static unsafe (int Read, int Write) OpenPipe()
    {
        var ends = stackalloc int[2];
        if (Libc.Pipe2(ends, Libc.O_CLOEXEC) < 0)
            throw new StartException(FailedPayload.Other, $"pipe: {Libc.Explain(Libc.Errno)}");
        Libc.Fcntl(ends[0], Libc.F_SETPIPE_SZ, PipeSize);
        return (ends[0], ends[1]);
    }

    private static void CloseAll(ReadOnlySpan<int> descriptors)
    {
        foreach (var descriptor in descriptors)
        {
            if (descriptor >= 0)
                Libc.Close(descriptor);
        }
    }
}
