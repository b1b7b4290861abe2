using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Moa.Qmp;

namespace Moa.Testing;

/// <summary>
/// A QMP server for tests: it greets, negotiates and answers as it is told to, on a Unix socket of its own. Like QEMU it
/// serves one client at a time, in the order in which they connect, carries out commands one after the other, and
/// out-of-band ones at once.
/// </summary>
/// <example>
/// <code>
/// await using var server = FakeQmpServer.Start();
/// server.On("query-status", """{"running": true, "status": "running"}""");
/// await using var client = await QmpClient.ConnectAsync(server.Path);
/// </code>
/// </example>
public sealed partial class FakeQmpServer : IAsyncDisposable
{
    private readonly FakeQmpServerOptions _options;
    private readonly DirectoryInfo _folder;
    private readonly Socket _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, Func<FakeQmpCommand, Task>> _handlers = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<FakeQmpCommand> _commands = new();
    private readonly Channel<FakeQmpCommand> _unread = Channel.CreateUnbounded<FakeQmpCommand>();
    private readonly SemaphoreSlim _writing = new(1);
    private readonly Task _serving;
    private Func<FakeQmpCommand, Task> _otherwise;
    private volatile TaskCompletionSource<Socket> _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Socket? Client => _connected.Task is { IsCompletedSuccessfully: true, Result: var client } ? client : null;

    private FakeQmpServer(FakeQmpServerOptions options)
    {
        _options = options;
        _otherwise = static command =>
            command.ErrorAsync(QmpErrorClass.CommandNotFound, $"The command {command.Name} has not been found");
        _handlers["qmp_capabilities"] = static command => command.ReturnAsync();
        _folder = Directory.CreateTempSubdirectory("moa-");
        Path = System.IO.Path.Combine(_folder.FullName, "qmp");
        _listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        _listener.Bind(new UnixDomainSocketEndPoint(Path));
        _listener.Listen(1);
        _serving = Task.Run(ServeAsync);
    }

    /// <summary>The path of the server's socket, in a folder that goes with the server.</summary>
    public string Path { get; }

    /// <summary>All commands received so far, <c>qmp_capabilities</c> included, in order.</summary>
    public IReadOnlyList<FakeQmpCommand> Commands => [.. _commands];

    /// <summary>Starts a server.</summary>
    /// <param name="options">What it pretends to be; null for the defaults.</param>
    public static FakeQmpServer Start(FakeQmpServerOptions? options = null) => new(options ?? new FakeQmpServerOptions());

    /// <summary>Answers a command with a constant.</summary>
    /// <param name="command">The command's name.</param>
    /// <param name="returnJson">The <c>return</c> member.</param>
    /// <returns>This server.</returns>
    public FakeQmpServer On(string command, string returnJson) => On(command, request => request.ReturnAsync(returnJson));

    /// <summary>
    /// Handles a command. The next one in band is handled when the task has ended. A handler that neither returns nor fails
    /// the command leaves it unanswered; it can be answered later.
    /// </summary>
    /// <param name="command">The command's name.</param>
    /// <param name="handle">What to do.</param>
    /// <returns>This server.</returns>
    public FakeQmpServer On(string command, Func<FakeQmpCommand, Task> handle)
    {
        ArgumentNullException.ThrowIfNull(handle);
        _handlers[command] = handle;
        return this;
    }

    /// <summary>Handles all commands that nothing else handles. Without this they are answered <c>CommandNotFound</c>.</summary>
    /// <param name="handle">What to do.</param>
    /// <returns>This server.</returns>
    public FakeQmpServer OnOther(Func<FakeQmpCommand, Task> handle)
    {
        ArgumentNullException.ThrowIfNull(handle);
        _otherwise = handle;
        return this;
    }

    /// <summary>Waits for the next command that was not yet returned by this method, <c>qmp_capabilities</c> left out.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public ValueTask<FakeQmpCommand> ReceiveAsync(CancellationToken cancellationToken = default) =>
        _unread.Reader.ReadAsync(cancellationToken);

    /// <summary>Waits until a client is connected.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task ConnectedAsync(CancellationToken cancellationToken = default) => _connected.Task.WaitAsync(cancellationToken);

    /// <summary>Sends an event to the client.</summary>
    /// <param name="name">The event's name.</param>
    /// <param name="dataJson">The <c>data</c> member; null for none.</param>
    /// <param name="timestamp">When it happened; null for now.</param>
    public Task SendEventAsync(string name, string? dataJson = null, DateTimeOffset? timestamp = null)
    {
        long microseconds = ((timestamp ?? TimeProvider.System.GetUtcNow()) - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        string data = dataJson is null ? "" : $", \"data\": {dataJson}";
        return SendLineAsync(string.Create(CultureInfo.InvariantCulture,
            $$"""{"timestamp": {"seconds": {{microseconds / 1_000_000}}, "microseconds": {{microseconds % 1_000_000}}}, "event": {{Quote(name)}}{{data}}}"""));
    }

    /// <summary>Sends bytes to the client, whatever they are.</summary>
    /// <param name="bytes">The bytes; nothing is added.</param>
    /// <exception cref="InvalidOperationException">There is no client.</exception>
    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        var client = Client ?? throw new InvalidOperationException("No client is connected.");
        await _writing.WaitAsync().ConfigureAwait(false);
        try
        {
            while (!bytes.IsEmpty)
            {
                int count = Math.Min(bytes.Length, _options.BytesPerSend);
                await client.SendAsync(bytes[..count], SocketFlags.None, _stop.Token).ConfigureAwait(false);
                bytes = bytes[count..];
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The client has left: what it is sent is lost, as with QEMU.
            client.Dispose();
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Cuts the present client off; the next one is served.</summary>
    public void Disconnect() => Client?.Dispose();

    /// <summary>Stops serving, cuts the client off and removes the socket.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested)
            return;
        await _stop.CancelAsync().ConfigureAwait(false);
        _listener.Dispose();
        Client?.Dispose();
        await _serving.ConfigureAwait(false);
        _folder.Delete(recursive: true);
    }

    internal static string Quote(string text) => $"\"{JsonEncodedText.Encode(text)}\"";

    internal Task SendLineAsync(string line) => SendAsync(Encoding.UTF8.GetBytes(line + "\r\n"));
}
