using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Moa.Qmp;

/// <content>Commands, as callers see them.</content>
public sealed partial class QmpClient
{
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
        _session.RunRawAsync<object?>(command, null, null, options, cancellationToken);

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
        return _session.RunRawAsync(command, arguments, static (writer, text) => QmpRequest.WriteJson(writer, text), options, cancellationToken);
    }

    /// <summary>Sends a command with arguments given as JSON in UTF-8.</summary>
    /// <inheritdoc cref="ExecuteAsync(string, string, QmpExecuteOptions?, CancellationToken)"/>
    public ValueTask<QmpReply> ExecuteAsync(
        string command,
        ReadOnlyMemory<byte> arguments,
        QmpExecuteOptions? options = null,
        CancellationToken cancellationToken = default) =>
        _session.RunRawAsync(command, arguments, static (writer, json) => QmpRequest.WriteJson(writer, json), options, cancellationToken);

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
        return _session.RunRawAsync(command, arguments, static (writer, write) => write(writer), options, cancellationToken);
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
        return _session.RunAsync<object?, T>(command, null, null, decode, options, cancellationToken);
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
        return _session.RunAsync(command, arguments, write, decode, options, cancellationToken);
    }
}
