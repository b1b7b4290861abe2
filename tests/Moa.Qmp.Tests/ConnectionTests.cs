using System.Net.Sockets;
using System.Text;
using Moa.Testing;

namespace Moa.Qmp.Tests;

/// <summary>How connections begin and end.</summary>
public sealed class ConnectionTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_greeting_is_read()
    {
        await using var server = FakeQmpServer.Start(new() { Version = new(10, 0, 2), Package = "Debian \"é\"" });
        await using var client = await QmpClient.ConnectAsync(server.Path, cancellationToken: Token);

        Assert.Equal(new QemuVersion(10, 0, 2), client.Greeting.Version);
        Assert.Equal("Debian \"é\"", client.Greeting.Package);
        Assert.Equal(["oob"], client.Greeting.Capabilities);
        Assert.False(client.Disconnected.IsCompleted);
    }

    [Fact]
    public async Task Out_of_band_refused_is_negotiated_without()
    {
        await using var server = FakeQmpServer.Start();
        server.On("qmp_capabilities", static command =>
            command.Arguments is null ? command.ReturnAsync() : command.ErrorAsync("GenericError", "Capability 'oob' is not available"));
        await using var client = await QmpClient.ConnectAsync(server.Path, cancellationToken: Token);

        Assert.False(client.OutOfBand);
        Assert.Equal(2, server.Commands.Count);
    }

    [Fact]
    public async Task Events_at_any_moment_of_the_beginning_do_no_harm_and_can_be_had()
    {
        await using var server = FakeQmpServer.Start(new() { Greets = false });
        server.On("qmp_capabilities", async command =>
        {
            await server.SendEventAsync("SECOND");
            await command.ReturnAsync();
            await server.SendEventAsync("THIRD");
        });
        QmpSubscription? events = null;
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(server.Path), Token);
        var connecting = QmpClient.ConnectAsync(
            socket, new() { BeforeNegotiation = early => events = early.Subscribe() }, Token);
        await server.ConnectedAsync(Token);
        await server.SendEventAsync("FIRST");
        await server.SendAsync("{\"QMP\": {\"version\": {\"qemu\": {\"micro\": 0, \"minor\": 2, \"major\": 4}}}}\r\n"u8.ToArray());
        await using var client = await connecting;

        Assert.Equal("SECOND", (await events!.ReadAsync(Token))!.Name);
        Assert.Equal("THIRD", (await events.ReadAsync(Token))!.Name);
        Assert.Equal("", client.Greeting.Package);
    }

    [Fact]
    public async Task A_monitor_held_by_another_client_is_said_within_the_limit()
    {
        await using var server = FakeQmpServer.Start();
        using var holder = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await holder.ConnectAsync(new UnixDomainSocketEndPoint(server.Path), Token);

        var connecting = QmpClient.ConnectAsync(
            server.Path, new() { ConnectTimeout = TimeSpan.FromMilliseconds(50) }, Token);

        var error = await Assert.ThrowsAsync<MoaTimeoutException>(() => connecting);
        Assert.Equal("connect", error.Operation);
        Assert.Contains("probably another one holds it", error.Message, StringComparison.Ordinal);
        Assert.Contains(server.Path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_greets_and_then_is_silent_is_told_apart()
    {
        await using var server = FakeQmpServer.Start();
        server.On("qmp_capabilities", static _ => Task.CompletedTask);

        var error = await Assert.ThrowsAsync<MoaTimeoutException>(
            () => QmpClient.ConnectAsync(server.Path, new() { ConnectTimeout = TimeSpan.FromMilliseconds(300) }, Token));

        Assert.Contains("qmp_capabilities", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connecting_can_be_cancelled()
    {
        await using var server = FakeQmpServer.Start(new() { Greets = false });
        using var cancel = new CancellationTokenSource();
        var connecting = QmpClient.ConnectAsync(server.Path, cancellationToken: cancel.Token);
        await server.ConnectedAsync(Token);
        await cancel.CancelAsync();

        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting);

        Assert.Equal(cancel.Token, error.CancellationToken);
    }

    [Fact]
    public async Task A_socket_that_is_not_there_or_that_nobody_listens_on_is_named()
    {
        var path = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N")[..8]);
        var missing = await Assert.ThrowsAsync<QmpConnectionException>(() => QmpClient.ConnectAsync(path, cancellationToken: Token));
        using (var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            socket.Bind(new UnixDomainSocketEndPoint(path));
            var refused = await Assert.ThrowsAsync<QmpConnectionException>(() => QmpClient.ConnectAsync(path, cancellationToken: Token));
            Assert.Contains("nobody listens", refused.Message, StringComparison.Ordinal);
        }
        File.Delete(path);
        Assert.Contains(path, missing.Message, StringComparison.Ordinal);
        Assert.Contains("no such socket", missing.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(() => QmpClient.ConnectAsync(new string('x', 108), cancellationToken: Token));
    }

    [Theory]
    [InlineData("QEMU 7.2.22 monitor - type 'help' for more information\r\n(qemu) ", "QEMU 7.2.22 monitor")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n", "SSH-2.0")]
    [InlineData("{\"hello\": 1}\r\n", "hello")]
    [InlineData("{\"QMP\": {\"version\": 7}}\r\n", "greets in a way")]
    public async Task A_server_that_is_not_QMP_is_quoted(string says, string quoted)
    {
        await using var server = FakeQmpServer.Start(new() { Greets = false });
        var connecting = QmpClient.ConnectAsync(server.Path, cancellationToken: Token);
        await server.ConnectedAsync(Token);
        await server.SendAsync(Encoding.UTF8.GetBytes(says));

        var error = await Assert.ThrowsAsync<QmpProtocolException>(() => connecting);

        Assert.Contains(quoted, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_end_before_the_greeting_is_a_lost_connection()
    {
        await using var server = FakeQmpServer.Start(new() { Greets = false });
        var connecting = QmpClient.ConnectAsync(server.Path, cancellationToken: Token);
        await server.ConnectedAsync(Token);
        server.Disconnect();

        await Assert.ThrowsAsync<QmpConnectionException>(() => connecting);
    }

    [Fact]
    public async Task A_lost_connection_tells_each_command_whether_it_was_sent()
    {
        await using var server = FakeQmpServer.Start();
        server.OnOther(static _ => Task.CompletedTask);
        await using var client = await QmpClient.ConnectAsync(server.Path, cancellationToken: Token);
        using var events = client.Subscribe();

        Task[] calls = [.. Enumerable.Range(0, 10).Select(n => client.ExecuteAsync($"c{n}", cancellationToken: Token).AsTask())];
        for (var n = 0; n < 8; n++)
            await server.ReceiveAsync(Token);
        server.Disconnect();

        var end = await client.Disconnected.WaitAsync(Token);
        Assert.Equal(QmpDisconnectReason.ClosedByPeer, end.Reason);
        Assert.Equal(Enumerable.Range(0, 8).Select(n => $"c{n}"), end.CommandsInFlight);
        for (var n = 0; n < 10; n++)
        {
            var error = await Assert.ThrowsAsync<QmpConnectionException>(() => calls[n]);
            Assert.Equal(($"c{n}", n < 8), (error.Command, error.OutcomeUnknown));
            Assert.Equal(end.CommandsInFlight, error.CommandsInFlight);
        }
        await Assert.ThrowsAsync<QmpConnectionException>(() => events.ReadAsync(Token).AsTask());
        var later = await Assert.ThrowsAsync<QmpConnectionException>(() => client.ExecuteAsync("later", cancellationToken: Token).AsTask());
        Assert.False(later.OutcomeUnknown);
        Assert.Throws<QmpConnectionException>(() => client.Subscribe());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_end_after_quit_is_a_success(bool answers)
    {
        await using var server = FakeQmpServer.Start();
        server.On("quit", async command =>
        {
            await server.SendEventAsync("SHUTDOWN", """{"guest": false, "reason": "host-qmp-quit"}""");
            if (answers)
                await command.ReturnAsync();
            server.Disconnect();
        });
        await using var client = await QmpClient.ConnectAsync(server.Path, cancellationToken: Token);
        using var events = client.Subscribe();

        var reply = await client.ExecuteAsync("quit", cancellationToken: Token);

        Assert.Equal("{}", reply.ToString());
        Assert.Equal(QmpDisconnectReason.Quit, (await client.Disconnected.WaitAsync(Token)).Reason);
        Assert.Equal("SHUTDOWN", (await events.ReadAsync(Token))!.Name);
        Assert.Null(await events.ReadAsync(Token));
    }

    [Fact]
    public async Task What_cannot_be_understood_ends_the_connection_only_while_a_reply_is_due()
    {
        await using var server = FakeQmpServer.Start();
        server.OnOther(static _ => Task.CompletedTask);
        await using var client = await QmpClient.ConnectAsync(server.Path, cancellationToken: Token);

        using var events = client.Subscribe();
        await server.SendAsync("garbage\r\n"u8.ToArray());
        await server.SendEventAsync("MARK");
        await events.ReadAsync(Token);
        Task call = client.ExecuteAsync("a", cancellationToken: Token).AsTask();
        await server.ReceiveAsync(Token);
        await server.SendAsync("{\"retrun\": {}}\r\n"u8.ToArray());

        var error = await Assert.ThrowsAsync<QmpConnectionException>(() => call);
        Assert.IsType<QmpProtocolException>(error.InnerException);
        Assert.Equal(QmpDisconnectReason.ProtocolViolation, (await client.Disconnected).Reason);
    }

    [Fact]
    public async Task Disposing_ends_everything_at_once_and_again_does_nothing()
    {
        await using var server = FakeQmpServer.Start();
        server.OnOther(static _ => Task.CompletedTask);
        var client = await QmpClient.ConnectAsync(server.Path, cancellationToken: Token);
        var events = client.Subscribe();
        Task call = client.ExecuteAsync("a", cancellationToken: Token).AsTask();
        var reading = events.ReadAsync(Token);

        await client.DisposeAsync();
        await client.DisposeAsync();

        await Assert.ThrowsAsync<QmpConnectionException>(() => call);
        Assert.Null(await reading);
        Assert.Equal(QmpDisconnectReason.Disposed, (await client.Disconnected).Reason);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => client.ExecuteAsync("b", cancellationToken: Token).AsTask());
        Assert.Throws<ObjectDisposedException>(() => client.Subscribe());
        events.Dispose();
    }

    [Fact]
    public async Task A_stream_serves_as_well_as_a_socket()
    {
        await using var server = FakeQmpServer.Start();
        server.On("query", "1");
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(server.Path), Token);
        await using var client = await QmpClient.ConnectAsync(new NetworkStream(socket, ownsSocket: true), cancellationToken: Token);
        using var file = File.OpenHandle("/dev/null");

        Assert.Equal("1", (await client.ExecuteAsync("query", cancellationToken: Token)).ToString());
        await Assert.ThrowsAsync<InvalidOperationException>(() => client.ExecuteAsync("getfd", new() { Descriptor = file }, Token).AsTask());
        await client.DisposeAsync();
        Assert.Equal(QmpDisconnectReason.Disposed, (await client.Disconnected.WaitAsync(Token)).Reason);
    }

    [Fact]
    public async Task TCP_serves_too()
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var connecting = QmpClient.ConnectAsync(listener.LocalEndpoint, cancellationToken: Token);
        using var peer = await listener.AcceptSocketAsync(Token);
        await peer.SendAsync("{\"QMP\":{\"version\":{\"qemu\":{\"major\":9,\"minor\":0,\"micro\":0},\"package\":\"\"},\"capabilities\":[]}}"u8.ToArray(), Token);
        var buffer = new byte[100];
        var count = await peer.ReceiveAsync(buffer, Token);
        Assert.Equal("""{"execute":"qmp_capabilities"}""", Encoding.UTF8.GetString(buffer, 0, count));
        await peer.SendAsync("{\"return\":{}}"u8.ToArray(), Token);
        await using var client = await connecting;

        using var file = File.OpenHandle("/dev/null");
        await Assert.ThrowsAsync<InvalidOperationException>(() => client.ExecuteAsync("getfd", new() { Descriptor = file }, Token).AsTask());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-2)]
    public void A_limit_must_be_positive(int seconds)
    {
        TimeSpan limit = TimeSpan.FromSeconds(seconds);
        Assert.Throws<ArgumentOutOfRangeException>(() => new QmpClientOptions { ConnectTimeout = limit });
        Assert.Throws<ArgumentOutOfRangeException>(() => new QmpClientOptions { CommandTimeout = limit });
        Assert.Throws<ArgumentOutOfRangeException>(() => new QmpExecuteOptions { Timeout = limit });
        Assert.Throws<ArgumentOutOfRangeException>(() => new QmpClientOptions { MaxMessageBytes = seconds });
        Assert.Throws<ArgumentOutOfRangeException>(() => new QmpSubscriptionOptions { Capacity = seconds });
    }
}
