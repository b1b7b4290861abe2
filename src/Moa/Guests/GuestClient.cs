using System.Diagnostics;
using Moa.Guests.Protocol;

namespace Moa.Guests;

/// <summary>
/// Runs commands in a guest through its agent, any number at the same time over one connection: a command whose output
/// nobody reads waits by itself and holds up no other. Safe to use from several threads.
/// </summary>
public sealed partial class GuestClient : IAsyncDisposable
{
    private readonly Stream _stream;
    private readonly FrameWriter _writer;
    private readonly Lock _lock = new();
    private readonly Dictionary<uint, GuestStream> _streams = [];
    private readonly CancellationTokenSource _disconnected = new();
    private readonly CancellationTokenSource _stopped = new();
    private TaskCompletionSource<GuestInformation> _hello = NewHello();
    private GuestConnectionException? _end;
    private Task _receiving = Task.CompletedTask;
    private uint _lastNumber;

    private GuestClient(Stream stream, GuestClientOptions options)
    {
        _stream = stream;
        _writer = new FrameWriter(stream, exception => Disconnect(new GuestConnectionException(
            "The connection to the guest is broken.", exception)));
        _reader = new FrameReader(FrameSender.Agent, synchronised: !options.Synchronise);
        _synchronise = options.Synchronise;
    }

    /// <summary>Cancelled when the connection has ended: the machine or its keeper has gone, or this was disposed.</summary>
    public CancellationToken Disconnected => _disconnected.Token;

    /// <summary>What the agent said about itself when it last said hello.</summary>
    public GuestInformation Information { get; private set; } = new(0, "", "", "", []);

    /// <summary>Waits until the agent is there; at once when it is. After a reboot of the guest it comes back by itself.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What the agent says about itself.</returns>
    /// <exception cref="GuestConnectionException">The connection has ended.</exception>
    public Task<GuestInformation> ReadyAsync(CancellationToken cancellationToken = default)
    {
        lock (_lock)
            return _hello.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Starts a command.</summary>
    /// <param name="command">What to run.</param>
    /// <param name="cancellationToken">Ends the wait; a command that has started nevertheless is hung up.</param>
    /// <returns>The running command.</returns>
    /// <exception cref="GuestCommandException">The guest cannot run it, and why.</exception>
    /// <exception cref="GuestConnectionException">The agent or the connection has gone.</exception>
    public async Task<GuestProcess> StartAsync(GuestCommand command, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(command);
        cancellationToken.ThrowIfCancellationRequested();
        var payload = PayloadOf(command);
        GuestProcess process;
        lock (_lock)
        {
            var number = NextNumber();
            process = new GuestProcess(_writer, number, command);
            _streams.Add(number, process.Frames);
            _writer.Post(FrameType.Exec, number, 0, payload);
        }

        try
        {
            await process.Started.WaitAsync(cancellationToken).ConfigureAwait(false);
            return process;
        }
        catch (OperationCanceledException)
        {
            _ = process.DisposeAsync().AsTask();
            throw;
        }
    }

    /// <summary>Ends the guest, starts it again, or flushes its disks.</summary>
    /// <param name="action">What to do.</param>
    /// <param name="cancellationToken">Ends the wait; what was asked for happens nevertheless.</param>
    /// <returns>Done when the agent has begun to switch off, or has flushed the disks.</returns>
    /// <exception cref="GuestCommandException">The agent cannot.</exception>
    /// <exception cref="GuestConnectionException">The agent or the connection has gone.</exception>
    public Task PowerAsync(GuestPowerAction action, CancellationToken cancellationToken = default)
    {
        var name = action switch
        {
            GuestPowerAction.PowerOff => PowerPayload.PowerOff,
            GuestPowerAction.Reboot => PowerPayload.Reboot,
            GuestPowerAction.Sync => PowerPayload.Sync,
            _ => throw new ArgumentOutOfRangeException(nameof(action), action, "No such action."),
        };
        return AskAsync(FrameType.Power, PayloadWriter.ToBytes(new PowerPayload(name)), cancellationToken);
    }

    /// <summary>Asks the agent for a sign of life.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The time the answer took.</returns>
    /// <exception cref="GuestConnectionException">The agent or the connection has gone.</exception>
    public async Task<TimeSpan> PingAsync(CancellationToken cancellationToken = default)
    {
        var start = Stopwatch.GetTimestamp();
        await AskAsync(FrameType.Ping, [], cancellationToken).ConfigureAwait(false);
        return Stopwatch.GetElapsedTime(start);
    }

    /// <summary>Ends the connection; commands that run and are not detached are hung up. Idempotent.</summary>
    /// <returns>Done when nothing of the connection is left.</returns>
    public async ValueTask DisposeAsync()
    {
        Disconnect(new GuestConnectionException("The connection to the guest was closed here."));
        await _receiving.ConfigureAwait(false);
    }

    private async Task AskAsync(FrameType type, byte[] payload, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var request = new GuestRequest();
        lock (_lock)
        {
            var number = NextNumber();
            _streams.Add(number, request);
            _writer.Post(type, number, 0, payload);
        }

        await request.Answered.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private uint NextNumber()
    {
        if (_end is not null)
            throw new GuestConnectionException(_end.Message, _end);
        if (!_hello.Task.IsCompletedSuccessfully)
            throw new GuestConnectionException("The agent in the guest is not there now; see ReadyAsync.", null, true);
        do
        {
            _lastNumber++;
        }
        while (_lastNumber == 0 || _streams.ContainsKey(_lastNumber));
        return _lastNumber;
    }

    private static byte[] PayloadOf(GuestCommand command)
    {
        var payload = PayloadWriter.ToBytes(new ExecPayload
        {
            Arguments = [command.Program, .. command.Arguments],
            Environment = command.Environment,
            Folder = command.Folder,
            Terminal = command.Terminal is { } terminal
                ? new TerminalPayload(checked((ushort)terminal.Rows), checked((ushort)terminal.Columns), terminal.Type)
                : null,
            Input = command.TakesInput,
            Detached = command.Detached,
        });
        return payload.Length <= FrameHeader.MaxPayload
            ? payload
            : throw new ArgumentException(
                $"The command's arguments and environment take {payload.Length} bytes; at most {FrameHeader.MaxPayload} fit. "
                + "Write long texts to its stdin instead.",
                nameof(command));
    }

    private static TaskCompletionSource<GuestInformation> NewHello() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
