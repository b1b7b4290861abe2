using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Moa.Qmp;

/// <content>Connecting: the greeting and the negotiation.</content>
public sealed partial class QmpClient
{
    private const int MaxSocketPathBytes = 107;

    /// <summary>Without <c>oob</c> QEMU reads a command only after it has answered the one before; one ahead keeps it busy.</summary>
    private const int WindowWithoutOutOfBand = 2;

    private static readonly QmpExecuteOptions s_noLimit = new() { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Connects to a QMP server's Unix socket.</summary>
    /// <param name="path">The socket's path, at most 107 bytes.</param>
    /// <param name="options">How the client behaves; null for the defaults.</param>
    /// <param name="cancellationToken">Gives up and closes the connection.</param>
    /// <returns>A client that commands can be sent with. Dispose it.</returns>
    /// <exception cref="QmpConnectionException">There is no such socket, nobody listens, or the peer hung up.</exception>
    /// <exception cref="MoaTimeoutException">No greeting in time: probably another client holds the monitor.</exception>
    /// <exception cref="QmpProtocolException">The peer is not a QMP server.</exception>
    public static Task<QmpClient> ConnectAsync(
        string path, QmpClientOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var bytes = Encoding.UTF8.GetByteCount(path);
        if (bytes > MaxSocketPathBytes)
        {
            throw new ArgumentException(
                $"The socket path '{path}' has {bytes} bytes; a Unix socket's path can have {MaxSocketPathBytes}.", nameof(path));
        }
        return ConnectAsync(new UnixDomainSocketEndPoint(path), options, cancellationToken);
    }

    /// <summary>Connects to a QMP server's end point. Over TCP nobody is authenticated: whoever can connect owns the machine.</summary>
    /// <inheritdoc cref="ConnectAsync(string, QmpClientOptions?, CancellationToken)"/>
    /// <param name="endPoint">A Unix or IP end point.</param>
    /// <param name="options">How the client behaves; null for the defaults.</param>
    /// <param name="cancellationToken">Gives up and closes the connection.</param>
    public static async Task<QmpClient> ConnectAsync(
        EndPoint endPoint, QmpClientOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(endPoint);
        options ??= QmpClientOptions.Default;
        cancellationToken.ThrowIfCancellationRequested();
        var unix = endPoint.AddressFamily == AddressFamily.Unix;
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, unix ? ProtocolType.Unspecified : ProtocolType.Tcp);
        if (!unix)
            socket.NoDelay = true;
        using var limit = new TimeLimit(options.ConnectTimeout, options.TimeProvider, cancellationToken);
        try
        {
            await socket.ConnectAsync(endPoint, limit.Token).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            socket.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            if (e is SocketException error)
                throw ConnectFailure(endPoint, error);
            if (e is not OperationCanceledException)
                throw;
            throw new MoaTimeoutException("connect", options.ConnectTimeout,
                $"No connection to {endPoint} within {options.ConnectTimeout.TotalSeconds} s.");
        }
        return await NegotiateAsync(new SocketTransport(socket), endPoint.ToString()!, options, limit, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Speaks to a QMP server over a connected stream socket.</summary>
    /// <inheritdoc cref="ConnectAsync(string, QmpClientOptions?, CancellationToken)"/>
    /// <param name="socket">The socket. It is the client's from now on, also when this fails.</param>
    /// <param name="options">How the client behaves; null for the defaults.</param>
    /// <param name="cancellationToken">Gives up and closes the connection.</param>
    public static Task<QmpClient> ConnectAsync(
        Socket socket, QmpClientOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(socket);
        if (!socket.Connected)
            throw new ArgumentException("The socket is not connected.", nameof(socket));
        var peer = socket.RemoteEndPoint?.ToString() is { Length: > 0 } name ? name : "the QMP server";
        return StartAsync(new SocketTransport(socket), peer, options, cancellationToken);
    }

    /// <summary>Speaks to a QMP server over a stream that can be read and written at the same time.</summary>
    /// <inheritdoc cref="ConnectAsync(string, QmpClientOptions?, CancellationToken)"/>
    /// <param name="stream">The stream. It is the client's from now on, also when this fails.</param>
    /// <param name="options">How the client behaves; null for the defaults.</param>
    /// <param name="cancellationToken">Gives up and closes the connection.</param>
    public static Task<QmpClient> ConnectAsync(
        Stream stream, QmpClientOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return StartAsync(new StreamTransport(stream), "the QMP server", options, cancellationToken);
    }

    private static async Task<QmpClient> StartAsync(
        QmpTransport transport, string peer, QmpClientOptions? options, CancellationToken cancellationToken)
    {
        options ??= QmpClientOptions.Default;
        using var limit = new TimeLimit(options.ConnectTimeout, options.TimeProvider, cancellationToken);
        return await NegotiateAsync(transport, peer, options, limit, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<QmpClient> NegotiateAsync(
        QmpTransport transport, string peer, QmpClientOptions options, TimeLimit limit, CancellationToken cancellationToken)
    {
        var client = new QmpClient(transport, peer, options);
        try
        {
            var greeting = await client._greeted.Task.WaitAsync(limit.Token).ConfigureAwait(false);
            options.BeforeNegotiation?.Invoke(client);
            var offered = options.NegotiateOutOfBand && greeting.Capabilities.Contains("oob");
            var outOfBand = offered && await client.TryNegotiateAsync(outOfBand: true, limit.Token).ConfigureAwait(false);
            if (!outOfBand)
                await client.TryNegotiateAsync(outOfBand: false, limit.Token).ConfigureAwait(false);
            client._session.Open(outOfBand ? ReplySlots.Capacity : WindowWithoutOutOfBand, outOfBand);
            return client;
        }
        catch (Exception e)
        {
            await client.DisposeAsync().ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            if (e is OperationCanceledException && limit.Token.IsCancellationRequested)
                throw new MoaTimeoutException("connect", options.ConnectTimeout, client.SilenceMessage());
            if (e is QmpConnectionException { InnerException: QmpProtocolException refusal })
                throw refusal;
            throw;
        }
    }

    private static QmpConnectionException ConnectFailure(EndPoint endPoint, SocketException error)
    {
        var why = error.SocketErrorCode switch
        {
            SocketError.ConnectionRefused => "nobody listens there: QEMU has ended, or was not started with this monitor.",
            SocketError.WouldBlock or SocketError.TryAgain => "other clients hold the monitor and wait for it; a monitor serves one at a time.",
            SocketError.AccessDenied => "the user has no permission.",
            SocketError.AddressNotAvailable => "there is no such socket: QEMU has not made it, or the path is wrong.",
            _ => $"{error.Message}.",
        };
        return new QmpConnectionException($"Cannot connect to {endPoint}: {why}", error);
    }

    /// <summary>Negotiates; false when the server refused <c>oob</c>, and everything is as before.</summary>
    private async Task<bool> TryNegotiateAsync(bool outOfBand, CancellationToken cancellationToken)
    {
        try
        {
            Action<Utf8JsonWriter, bool>? write = outOfBand
                ? static (writer, _) => writer.WriteRawValue("""{"enable":["oob"]}"""u8, skipInputValidation: true)
                : null;
            await _session.RunAsync("qmp_capabilities", outOfBand, write, static _ => true, s_noLimit, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (QmpCommandException) when (outOfBand)
        {
            return false;
        }
    }

    private string SilenceMessage()
    {
        var seconds = _options.ConnectTimeout.TotalSeconds;
        return _greeted.Task.IsCompletedSuccessfully
            ? $"{_session.Peer} greeted but did not answer qmp_capabilities within {seconds} s: QEMU's main loop is stuck or QEMU is stopped."
            : $"No greeting from {_session.Peer} within {seconds} s. A monitor serves one client at a time: probably another one holds it.";
    }
}
