using System.Buffers.Binary;
using Moa.GuestAgent.Interop;
using Moa.Guests.Protocol;

namespace Moa.GuestAgent;

/// <summary>The conversation with the host: synchronisation, then requests, each on a stream of its own.</summary>
internal sealed partial class Session
{
    // A host that asks but does not read the answers is not read either, until it does.
    private const int MaxBacklog = 256 * 1024;
    private const int ReadsPerTurn = 32;

    private readonly EventLoop _loop;
    private readonly HostLink _link;
    private readonly Outbox _outbox;
    private readonly FrameReader _reader = new(FrameSender.Host);
    private readonly Dictionary<uint, Command> _streams = [];
    private readonly Dictionary<int, Command> _processes = [];
    private bool _readable;
    private bool _hungUp;
    private bool _forgotten;
    private bool _greeted;

    public Session(EventLoop loop, HostLink link)
    {
        (_loop, _link) = (loop, link);
        _outbox = new Outbox(link);
        link.Opened = Announce;
        link.Readable = () => _readable = true;
        link.HungUp = () => _hungUp = true;
        link.Writable = OnWritable;
        loop.Idle = Turn;
    }

    /// <summary>What the agent says about itself after every synchronisation.</summary>
    public required HelloPayload Hello { get; init; }

    /// <summary>Called when the host was greeted, and before every command: what commands need is to be there then.</summary>
    public Action Prepare { get; set; } = static () => { };

    /// <summary>Collects every child that has ended: those of the host, and at PID 1 everybody's orphans.</summary>
    public unsafe void Reap()
    {
        Libc.WaitInfo info = default;
        while (Libc.WaitId(Libc.P_ALL, 0, &info, Libc.WEXITED | Libc.WNOHANG) == 0 && info.ProcessId != 0)
        {
            if (_processes.Remove(info.ProcessId, out var command))
            {
                command.ProcessEnded(info.Code == Libc.CLD_EXITED
                    ? new ExitPayload(info.Status, null)
                    : new ExitPayload(null, info.Status));
            }

            info = default;
        }
    }

    /// <summary>Reads some, sends some; true when there is more to do without waiting.</summary>
    private bool Turn()
    {
        for (var reads = 0; MayReceive && reads < ReadsPerTurn; reads++)
            Receive();
        var more = _outbox.Flush();
        if (_greeted)
        {
            _greeted = false;
            Prepare();
        }

        return more || MayReceive;
    }

    /// <summary>What is left of a host that hung up is read in any case, to get to its end.</summary>
    private bool MayReceive => _readable && (_hungUp || _outbox.Backlog < MaxBacklog);

    private void Receive()
    {
        var count = _link.Read(_reader.Free.Span);
        if (count > 0)
        {
            _reader.Advance(count);
            Handle();
        }
        else
        {
            _readable = false;
            if (count < 0)
                return;
            ForgetHost();
            _forgotten = true;
            _reader.Desynchronise();
            _link.HostGone();
        }
    }

    private void Handle()
    {
        while (true)
        {
            switch (_reader.Read(out var frame))
            {
                case FrameEvent.None:
                    return;
                case FrameEvent.Synchronised:
                    ForgetHost();
                    _outbox.SendRaw(Synchronisation.Answer(_reader.Nonce));
                    _outbox.Send(FrameType.Hello, 0, Hello);
                    _greeted = true;
                    break;
                case FrameEvent.Prelude:
                    ForgetHost();
                    break;
                case FrameEvent.Frame when Handle(frame):
                    break;
                default:
                    // The host broke the rules. Announcing oneself makes it synchronise again.
                    ForgetHost();
                    _reader.Desynchronise();
                    Announce();
                    break;
            }
        }
    }

    /// <summary>
    /// There is room to write, so there is a host. The kernel may have called a host that had just come a missing one, as
    /// it learns of data and of connections in different ways: then what it has sent was forgotten, and it has to know.
    /// </summary>
    private void OnWritable()
    {
        _hungUp = false;
        _outbox.Unblock();
        if (_forgotten && !_reader.IsSynchronised)
            Announce();
        _forgotten = false;
    }

    private void Announce()
    {
        _outbox.Unblock();
        _outbox.SendRaw(Synchronisation.Announcement());
    }

    /// <summary>Hangs up everything the host had begun.</summary>
    private void ForgetHost()
    {
        foreach (var command in new List<Command>(_streams.Values))
            command.Abandon(silently: true);
        _streams.Clear();
        _outbox.Clear();
    }

    private bool Handle(in Frame frame)
    {
        var header = frame.Header;
        var payload = frame.Payload;
        switch (header.Type)
        {
            case FrameType.Exec:
                return !_streams.ContainsKey(header.Stream) && Exec(header.Stream, payload);
            case FrameType.Ping:
                _outbox.Send(FrameType.Result, header.Stream, 0, payload);
                _outbox.Send(FrameType.Closed, header.Stream);
                return true;
            case FrameType.Power:
                Power(header.Stream, payload);
                return true;
        }

        // A stream that is unknown has just ended here; the host did not know when it sent this.
        if (!_streams.TryGetValue(header.Stream, out var command))
            return true;
        switch (header.Type)
        {
            case FrameType.Data:
                return command.Write(payload);
            case FrameType.End:
                command.End(header.Channel);
                return true;
            case FrameType.Credit:
                command.AddCredit(header.Channel, BinaryPrimitives.ReadUInt32LittleEndian(payload));
                return true;
            case FrameType.Signal:
                command.Signal(payload[0]);
                return true;
            case FrameType.Resize:
                command.Resize(
                    BinaryPrimitives.ReadUInt16LittleEndian(payload), BinaryPrimitives.ReadUInt16LittleEndian(payload[2..]));
                return true;
            case FrameType.Close:
                command.Abandon(silently: false);
                return true;
            default:
                return false;
        }
    }

    private bool Exec(uint stream, ReadOnlySpan<byte> payload)
    {
        try
        {
            var request = ExecPayload.Parse(payload);
            Prepare();
            var command = new Command(_loop, _outbox, stream, request.Detached) { Finished = Forget };
            command.Start(request);
            _streams.Add(stream, command);
            _processes.Add(command.ProcessId, command);
        }
        catch (InvalidPayloadException exception)
        {
            Fail(stream, new FailedPayload(FailedPayload.Invalid, exception.Message));
        }
        catch (StartException exception)
        {
            Fail(stream, exception.Failure);
        }

        return true;
    }

    private void Fail(uint stream, FailedPayload failure)
    {
        _outbox.Send(FrameType.Failed, stream, failure);
        _outbox.Send(FrameType.Closed, stream);
    }

    private void Forget(Command command)
    {
        if (_streams.TryGetValue(command.Stream, out var current) && current == command)
            _streams.Remove(command.Stream);
    }
}
