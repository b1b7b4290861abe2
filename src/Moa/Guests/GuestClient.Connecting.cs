using System.Net.Sockets;

namespace Moa.Guests;

public sealed partial class GuestClient
{
    /// <summary>Connects to a machine's <c>agent</c> socket and waits for the agent's hello.</summary>
    /// <param name="path">The socket.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the wait and the connection.</param>
    /// <returns>A connection on which commands can be run.</returns>
    /// <exception cref="GuestConnectionException">Nobody listens there, or the connection ended before the hello.</exception>
    /// <exception cref="MoaTimeoutException">The hello did not come in time.</exception>
    public static async Task<GuestClient> ConnectAsync(
        string path, GuestClientOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException exception)
        {
            socket.Dispose();
            throw new GuestConnectionException($"Nobody answers at {path}; the machine or its keeper has ended.", exception);
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        return await ConnectAsync(new NetworkStream(socket, ownsSocket: true), options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes over a stream that leads to the agent and waits for the agent's hello.</summary>
    /// <param name="stream">A stream for reading and writing; disposed with the connection, also when this fails.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the wait and the connection.</param>
    /// <returns>A connection on which commands can be run.</returns>
    /// <exception cref="GuestConnectionException">The connection ended before the hello.</exception>
    /// <exception cref="MoaTimeoutException">The hello did not come in time.</exception>
    public static async Task<GuestClient> ConnectAsync(
        Stream stream, GuestClientOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        options ??= new GuestClientOptions();
        var client = new GuestClient(stream, options);
        client._receiving = client.ReceiveAsync();
        try
        {
            await client._hello.Task.WaitAsync(options.HelloTimeout, options.TimeProvider, cancellationToken).ConfigureAwait(false);
            return client;
        }
        catch (TimeoutException)
        {
            await client.DisposeAsync().ConfigureAwait(false);
            throw new MoaTimeoutException("hello", options.HelloTimeout, $"""
                The agent in the guest did not say hello within {options.HelloTimeout.TotalSeconds} s. The guest may still be booting,
                may have no agent, or may have failed to boot: look at its console.
                """.ReplaceLineEndings(" "));
        }
        catch
        {
            await client.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
