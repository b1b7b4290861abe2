using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Unicode;

namespace Moa.Qmp;

/// <content>Commands, as callers see them.</content>
public sealed partial class QmpClient
{
    private static readonly QmpExecuteOptions s_noLimit = new() { Timeout = Timeout.InfiniteTimeSpan };

    private long _lastId;

    /// <summary>Sends a command without arguments and waits for its reply.</summary>
    /// <param name="command">The command's name, such as <c>query-status</c>.</param>
    /// <param name="options">How to send it; null for the ordinary way.</param>
    /// <param name="cancellationToken">
    /// Ends the wait. A command that was not sent yet never will be; one that was is carried out by QEMU all the same, and
    /// its reply is dropped.
    /// </param>
    /// <returns>The <c>return</c> member of the reply. Await it once.</returns>
    /// <exception cref="QmpCommandException">QEMU refused the command or failed to carry it out.</exception>
    /// <exception cref="QmpProtocolException">The reply is not valid JSON, or too long.</exception>
    /// <exception cref="QmpConnectionException">The connection has ended; the exception says whether the command was sent.</exception>
    /// <exception cref="MoaTimeoutException">The limit ran out. The connection still works.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public ValueTask<QmpReply> ExecuteAsync(
        string command, QmpExecuteOptions? options = null, CancellationToken cancellationToken = default) =>
        RunRawAsync<object?>(command, null, null, options, cancellationToken);

    /// <summary>Sends a command with arguments given as JSON text.</summary>
    /// <inheritdoc cref="ExecuteAsync(string, QmpExecuteOptions?, CancellationToken)"/>
    /// <param name="command">The command's name.</param>
    /// <param name="arguments">A JSON object. It is checked, and sent without its white space.</param>
    /// <param name="options">How to send it; null for the ordinary way.</param>
    /// <param name="cancellationToken">Ends the wait; see the other overload.</param>
    /// <exception cref="ArgumentException">The arguments are not valid JSON, not an object, or not valid Unicode.</exception>
    public ValueTask<QmpReply> ExecuteAsync(
        string command,
        [StringSyntax(StringSyntaxAttribute.Json)] string arguments,
        QmpExecuteOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return RunRawAsync(command, arguments, static (writer, text) => QmpRequest.WriteJson(writer, text), options, cancellationToken);
    }

    /// <summary>Sends a command with arguments given as JSON in UTF-8.</summary>
    /// <inheritdoc cref="ExecuteAsync(string, string, QmpExecuteOptions?, CancellationToken)"/>
    public ValueTask<QmpReply> ExecuteAsync(
        string command,
        ReadOnlyMemory<byte> arguments,
        QmpExecuteOptions? options = null,
        CancellationToken cancellationToken = default) =>
        RunRawAsync(command, arguments, static (writer, json) => QmpRequest.WriteJson(writer, json), options, cancellationToken);

    /// <summary>Sends a command with arguments that a callback writes.</summary>
    /// <inheritdoc cref="ExecuteAsync(string, QmpExecuteOptions?, CancellationToken)"/>
    /// <param name="command">The command's name.</param>
    /// <param name="arguments">Writes one JSON object, before this method returns.</param>
    /// <param name="options">How to send it; null for the ordinary way.</param>
    /// <param name="cancellationToken">Ends the wait; see the other overload.</param>
    /// <exception cref="ArgumentException">What was written is not one object, or not valid Unicode.</exception>
    public ValueTask<QmpReply> ExecuteAsync(
        string command,
        Action<Utf8JsonWriter> arguments,
        QmpExecuteOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return RunRawAsync(command, arguments, static (writer, write) => write(writer), options, cancellationToken);
    }

    /// <summary>Sends a command without arguments and decodes its reply where it lies, without copies.</summary>
    /// <inheritdoc cref="ExecuteAsync(string, QmpExecuteOptions?, CancellationToken)"/>
    /// <param name="command">The command's name.</param>
    /// <param name="decode">Makes the result of the <c>return</c> member's UTF-8.</param>
    /// <param name="options">How to send it; null for the ordinary way.</param>
    /// <param name="cancellationToken">Ends the wait; see the other overload.</param>
    /// <returns>What <paramref name="decode"/> made. Await it once.</returns>
    public ValueTask<T> ExecuteAsync<T>(
        string command, QmpDecoder<T> decode, QmpExecuteOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(decode);
        return RunAsync<object?, T>(command, null, null, decode, options, cancellationToken);
    }

    /// <summary>Sends a command with typed arguments and decodes its reply where it lies, without copies.</summary>
    /// <inheritdoc cref="ExecuteAsync{T}(string, QmpDecoder{T}, QmpExecuteOptions?, CancellationToken)"/>
    /// <param name="command">The command's name.</param>
    /// <param name="arguments">What <paramref name="write"/> is given, so that it need not capture anything.</param>
    /// <param name="write">Writes one JSON object.</param>
    /// <param name="decode">Makes the result of the <c>return</c> member's UTF-8.</param>
    /// <param name="options">How to send it; null for the ordinary way.</param>
    /// <param name="cancellationToken">Ends the wait; see the other overload.</param>
    public ValueTask<T> ExecuteAsync<TArguments, T>(
        string command,
        TArguments arguments,
        Action<Utf8JsonWriter, TArguments> write,
        QmpDecoder<T> decode,
        QmpExecuteOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(write);
        ArgumentNullException.ThrowIfNull(decode);
        return RunAsync(command, arguments, write, decode, options, cancellationToken);
    }

    // The state machines of these two are pooled: with the operation's own reuse, a call allocates its result only.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<T> RunAsync<TArguments, T>(
        string command,
        TArguments arguments,
        Action<Utf8JsonWriter, TArguments>? write,
        QmpDecoder<T> decode,
        QmpExecuteOptions? options,
        CancellationToken cancellationToken)
    {
        using Activity? activity = QmpDiagnostics.Activities.StartActivity(command, ActivityKind.Client);
        QmpOperation operation = Rent();
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
    private async ValueTask<QmpReply> RunRawAsync<TArguments>(
        string command,
        TArguments arguments,
        Action<Utf8JsonWriter, TArguments>? write,
        QmpExecuteOptions? options,
        CancellationToken cancellationToken)
    {
        using Activity? activity = QmpDiagnostics.Activities.StartActivity(command, ActivityKind.Client);
        QmpOperation operation = Rent();
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
        long id = options is { OutOfBand: true } ? Interlocked.Increment(ref _lastId) : 0;
        operation.Prepare(command, id, arguments, write, options?.Descriptor);
        operation.SetLimit(_clock, options?.Timeout ?? _options.CommandTimeout);
        Enqueue(operation);
        if (cancellationToken.CanBeCanceled)
        {
            operation.Cancellation = cancellationToken.UnsafeRegister(
                static (state, token) => ((QmpOperation)state!).Client.Cancel((QmpOperation)state, token), operation);
        }
    }

    private void CheckOptions(QmpExecuteOptions? options)
    {
        if (options is null) return;
        if (options.OutOfBand && !OutOfBand)
        {
            throw new InvalidOperationException("Out-of-band execution was not negotiated with this server, or it does not offer it.");
        }

        if (options.Descriptor is null) return;
        if (options.OutOfBand) throw new ArgumentException("A descriptor cannot be sent out of band.", nameof(options));
        if (options.Descriptor.IsInvalid) throw new ArgumentException("The descriptor is not an open one.", nameof(options));
        if (!_transport.PassesDescriptors)
        {
            throw new InvalidOperationException("Descriptors can be sent over Unix sockets on Linux only.");
        }
    }

    private void Finish(QmpOperation operation, Activity? activity)
    {
        if (operation.Error is not null) activity?.SetStatus(ActivityStatusCode.Error, operation.Error.Message);
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

            if (!Utf8.IsValid(json)) throw new FormatException("The text is not valid UTF-8.");
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            throw Undecodable(command, e);
        }
    }

    private static QmpProtocolException Undecodable(string command, Exception cause) =>
        new(command, $"The reply to '{command}' cannot be read. {cause.Message} The connection still works.", cause);
}
