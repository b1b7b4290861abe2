using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Unicode;

namespace Moa.Qmp;

/// <content>The life of a command, from its caller's side.</content>
internal sealed partial class CommandSession
{
    private long _lastId;

    // The state machines of these two are pooled: with the operation's own reuse, a call allocates its result only.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<T> RunAsync<TArguments, T>(
        string command,
        TArguments arguments,
        Action<Utf8JsonWriter, TArguments>? write,
        QmpDecoder<T> decode,
        QmpExecuteOptions? options,
        CancellationToken cancellationToken)
    {
        using var activity = QmpDiagnostics.Activities.StartActivity(command, ActivityKind.Client);
        var operation = Rent();
        try
        {
            Begin(operation, command, arguments, write, options, cancellationToken);
            await operation.WaitAsync().ConfigureAwait(false);
            return Decode(command, operation.Reply, decode);
        }
        finally
        {
            Finish(operation, activity);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<QmpReply> RunRawAsync<TArguments>(
        string command,
        TArguments arguments,
        Action<Utf8JsonWriter, TArguments>? write,
        QmpExecuteOptions? options,
        CancellationToken cancellationToken)
    {
        using var activity = QmpDiagnostics.Activities.StartActivity(command, ActivityKind.Client);
        var operation = Rent();
        try
        {
            Begin(operation, command, arguments, write, options, cancellationToken);
            await operation.WaitAsync().ConfigureAwait(false);
            CheckJson(command, operation.Reply);
            return new QmpReply(operation.TakeReply());
        }
        finally
        {
            Finish(operation, activity);
        }
    }

    private void Begin<TArguments>(
        QmpOperation operation,
        string command,
        TArguments arguments,
        Action<Utf8JsonWriter, TArguments>? write,
        QmpExecuteOptions? options,
        CancellationToken cancellationToken)
    {
        QmpRequest.CheckName(command);
        cancellationToken.ThrowIfCancellationRequested();
        CheckOptions(options);
        var id = options is { OutOfBand: true } ? Interlocked.Increment(ref _lastId) : 0;
        operation.SetLimit(_clock, options?.Timeout ?? _commandLimit);
        operation.Prepare(command, id, arguments, write, options?.Descriptor);
        Enqueue(operation);
        if (cancellationToken.CanBeCanceled)
        {
            operation.Cancellation = cancellationToken.UnsafeRegister(
                static (state, token) => ((QmpOperation)state!).Session.Cancel((QmpOperation)state, token), operation);
        }
    }

    private void CheckOptions(QmpExecuteOptions? options)
    {
        if (options is null)
            return;
        if (options.OutOfBand && !AllowsOutOfBand)
            throw new InvalidOperationException("Out-of-band execution was not negotiated with this server, or it does not offer it.");
        if (options.Descriptor is null)
            return;
        if (options.OutOfBand)
            throw new ArgumentException("A descriptor cannot be sent out of band.", nameof(options));
        if (options.Descriptor.IsInvalid)
            throw new ArgumentException("The descriptor is not an open one.", nameof(options));
        if (!_transport.PassesDescriptors)
            throw new InvalidOperationException("Descriptors can be sent over Unix sockets on Linux only.");
    }

    private void Finish(QmpOperation operation, Activity? activity)
    {
        if (operation.Error is not null)
            activity?.SetStatus(ActivityStatusCode.Error, operation.Error.Message);
        if (QmpDiagnostics.CommandDuration.Enabled && operation.Command.Length > 0)
        {
            QmpDiagnostics.CommandDuration.Record(
                _clock.GetElapsedTime(operation.Started).TotalSeconds,
                new("command", operation.Command),
                new("error.type", operation.Error?.GetType().FullName));
        }
        Return(operation);
    }

    private static T Decode<T>(string command, ReadOnlySpan<byte> json, QmpDecoder<T> decode)
    {
        try
        {
            return decode(json);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            throw Undecodable(command, e);
        }
    }

    private static void CheckJson(string command, ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = int.MaxValue });
            while (reader.Read())
            {
            }
            if (!Utf8.IsValid(json))
                throw new FormatException("The text is not valid UTF-8.");
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            throw Undecodable(command, e);
        }
    }

    private static QmpProtocolException Undecodable(string command, Exception cause) =>
        new(command, $"The reply to '{command}' cannot be read. {cause.Message} The connection still works.", cause);
}
