using System.Buffers.Binary;
using Moa.Guests.Protocol;

namespace Moa.Guests;

/// <summary>A command that runs, or ran, in a guest.</summary>
public sealed class GuestProcess : IAsyncDisposable
{
    // The agent kills two seconds after it hung up; a guest without an accelerator takes its time for both.
    private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(10);

    private readonly FrameWriter _writer;
    private readonly uint _number;
    private readonly GuestInput _input;
    private readonly GuestOutput _output;
    private readonly GuestOutput _error;
    private readonly TaskCompletionSource<int> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<GuestExit> _exit = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _disposed;

    internal GuestProcess(FrameWriter writer, uint number, GuestCommand command)
    {
        (_writer, _number, Command) = (writer, number, command);
        _input = new GuestInput(writer, number);
        _output = new GuestOutput(writer, number, StreamChannel.Output);
        _error = new GuestOutput(writer, number, StreamChannel.Error);
        Frames = new FrameHandler(this);
        StandardOutput = _output.AsStream();
        StandardError = _error.AsStream();
        if (command.Terminal is not null || command.Detached)
            _error.End();
        if (command.Detached)
            _output.End();
        if (!command.TakesInput && command.Terminal is null)
            _input.Refuse(new InvalidOperationException("The command was started without input; see GuestCommand.TakesInput."));
        _exit.Task.ContinueWith(static task => _ = task.Exception, TaskScheduler.Default);
    }

    /// <summary>What was asked for.</summary>
    public GuestCommand Command { get; }

    /// <summary>The process's number in the guest.</summary>
    public int ProcessId => _started.Task.Result;

    /// <summary>
    /// Writes to the command's stdin. A write waits while the command does not read, and is an <see cref="IOException"/> when
    /// it never will again. Disposing it is end-of-file.
    /// </summary>
    public Stream StandardInput => _input;

    /// <summary>Cancelled when the command has closed its stdin or has ended: there is no use in writing more.</summary>
    public CancellationToken StandardInputClosed => _input.Closed;

    /// <summary>
    /// What the command writes to stdout, or to its terminal. The command waits when this is not read; disposing it closes
    /// the pipe, upon which the command gets SIGPIPE when it writes.
    /// </summary>
    public Stream StandardOutput { get; }

    /// <summary>What the command writes to stderr; empty when it has a terminal. As <see cref="StandardOutput"/>.</summary>
    public Stream StandardError { get; }

    internal GuestStream Frames { get; }

    internal Task Started => _started.Task;

    internal Task Closed => _closed.Task;

    /// <summary>
    /// How the command ended. Before that, all it wrote has arrived, so this does not come while more than 1 MiB of it waits to
    /// be read. What its descendants still write when it has ended is waited for until they pause for 0.2 s, at most 1 s.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait; the command goes on.</param>
    /// <exception cref="GuestConnectionException">The agent has gone, and the command with it.</exception>
    public Task<GuestExit> ExitAsync(CancellationToken cancellationToken = default) => _exit.Task.WaitAsync(cancellationToken);

    /// <summary>Sends a signal to the command's process group; nothing happens when it has ended.</summary>
    /// <param name="signal">The number of a Linux signal, 1 to 64.</param>
    public void Signal(int signal)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(signal, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(signal, 64);
        _writer.Post(FrameType.Signal, _number, 0, [(byte)signal]);
    }

    /// <summary>Tells the command's terminal its new size; nothing happens without a terminal.</summary>
    /// <param name="rows">The number of lines, 0 to 65,535.</param>
    /// <param name="columns">The number of characters in a line, 0 to 65,535.</param>
    public void Resize(int rows, int columns)
    {
        Span<byte> size = stackalloc byte[4];
        BinaryPrimitives.WriteUInt16LittleEndian(size, checked((ushort)rows));
        BinaryPrimitives.WriteUInt16LittleEndian(size[2..], checked((ushort)columns));
        _writer.Post(FrameType.Resize, _number, 0, size);
    }

    /// <summary>
    /// Ends the interest in the command: if it still runs it is hung up (SIGHUP), and killed after 2 s, unless it is
    /// detached. Returns when it is gone, at the latest after 10 s. Idempotent.
    /// </summary>
    /// <returns>The wait for the command's end.</returns>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0 && !_closed.Task.IsCompleted)
        {
            var disposed = new ObjectDisposedException(nameof(GuestProcess));
            _input.Refuse(disposed);
            _exit.TrySetException(disposed);
            _writer.Post(FrameType.Close, _number);
        }

        await _closed.Task.WaitAsync(CloseLimit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void EndAll(Exception? exception)
    {
        _input.Refuse(exception ?? new IOException("The command has ended."));
        _output.End(exception);
        _error.End(exception);
    }

    /// <summary>What the connection's reader does with the frames of this process.</summary>
    private sealed class FrameHandler(GuestProcess process) : GuestStream
    {
        public override void Handle(FrameHeader header, ReadOnlySpan<byte> payload)
        {
            switch (header.Type)
            {
                case FrameType.Data:
                    Output(header.Channel).Receive(payload);
                    break;
                case FrameType.Credit:
                    process._input.AddCredit(BinaryPrimitives.ReadUInt32LittleEndian(payload));
                    break;
                case FrameType.End when header.Channel == StreamChannel.Input:
                    process._input.Refuse(new IOException("The command has closed its stdin."));
                    break;
                case FrameType.End:
                    Output(header.Channel).End();
                    break;
                case FrameType.Started:
                    process._started.TrySetResult(StartedPayload.Parse(payload).ProcessId);
                    break;
                case FrameType.Failed:
                    var failure = GuestFailures.Read(payload);
                    process._started.TrySetException(failure);
                    process._exit.TrySetException(failure);
                    process.EndAll(failure);
                    break;
                case FrameType.Exit:
                    var exit = ExitPayload.Parse(payload);
                    process.EndAll(null);
                    process._exit.TrySetResult(new GuestExit(exit.Code, exit.Signal));
                    break;
                case FrameType.Closed:
                    Fail(new GuestConnectionException("The command was given up before it ended.", null, true));
                    break;
            }
        }

        public override void Fail(GuestConnectionException exception)
        {
            process.EndAll(exception);
            process._started.TrySetException(exception);
            process._exit.TrySetException(exception);
            process._closed.TrySetResult();
        }

        private GuestOutput Output(byte channel) => channel == StreamChannel.Output ? process._output : process._error;
    }
}
