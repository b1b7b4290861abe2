using System.Text;
using Moa.Testing;

namespace Moa.Qmp.Tests;

/// <summary>The line of commands, the window, cancellation and limits.</summary>
public sealed class SessionTests
{
    private static readonly QmpExecuteOptions s_outOfBand = new() { OutOfBand = true };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Replies_go_to_their_commands_in_order()
    {
        await using var server = FakeQmpServer.Start(new() { BytesPerSend = 7 });
        server.OnOther(static command => command.ReturnAsync($"\"{command.Name}\""));
        await using var client = await QmpClient.ConnectAsync(server.Path, cancellationToken: Token);

        Task<QmpReply>[] calls = [.. Enumerable.Range(0, 500).Select(n => client.ExecuteAsync($"c{n}", cancellationToken: Token).AsTask())];
        var replies = await Task.WhenAll(calls);

        Assert.Equal(Enumerable.Range(0, 500).Select(n => $"\"c{n}\""), replies.Select(reply => reply.ToString()));
        Assert.Equal(Enumerable.Range(0, 500).Select(n => $"c{n}"), server.Commands.Skip(1).Select(command => command.Name));
    }

    [Theory]
    [InlineData(true, 8)]
    [InlineData(false, 2)]
    public async Task No_more_commands_are_in_flight_than_QEMU_queues(bool outOfBand, int window)
    {
        await using var server = FakeQmpServer.Start(new() { OffersOutOfBand = outOfBand });
        server.OnOther(static _ => Task.CompletedTask);
        await using var client = await QmpClient.ConnectAsync(server.Path, cancellationToken: Token);

        using var cancel = new CancellationTokenSource();
        Task[] calls = [.. Enumerable.Range(0, 20).Select(n => client.ExecuteAsync($"c{n}", cancellationToken: cancel.Token).AsTask())];
        var received = new List<FakeQmpCommand>();
        while (received.Count < window)
            received.Add(await server.ReceiveAsync(Token));
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(calls));
        Task end = client.ExecuteAsync("end", cancellationToken: Token).AsTask();
        foreach (var command in received)
            await command.ReturnAsync();
        await (await server.ReceiveAsync(Token)).ReturnAsync();
        await end;

        Assert.Equal(
            ["qmp_capabilities", .. Enumerable.Range(0, window).Select(n => $"c{n}"), "end"],
            server.Commands.Select(command => command.Name));
    }

    [Fact]
    public async Task A_command_cancelled_in_line_is_never_sent()
    {
        await using var server = FakeQmpServer.Start();
        server.OnOther(static _ => Task.CompletedTask);
        await using var client = await QmpClient.ConnectAsync(server.Path, cancellationToken: Token);
        using var cancel = new CancellationTokenSource();

        Task[] first = [.. Enumerable.Range(0, 8).Select(n => client.ExecuteAsync($"c{n}", cancellationToken: Token).AsTask())];
        Task cancelled = client.ExecuteAsync("quit", cancellationToken: cancel.Token).AsTask();
        Task last = client.ExecuteAsync("last", cancellationToken: Token).AsTask();
        await cancel.CancelAsync();

        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.Equal(cancel.Token, error.CancellationToken);
        for (var n = 0; n < 9; n++)
            await (await server.ReceiveAsync(Token)).ReturnAsync();
        await Task.WhenAll([.. first, last]);
        Assert.DoesNotContain(server.Commands, command => command.Name == "quit");
    }

    [Fact]
    public async Task The_late_reply_of_a_cancelled_command_is_dropped()
    {
        await using var server = FakeQmpServer.Start();
        server.OnOther(static _ => Task.CompletedTask);
        await using var client = await QmpClient.ConnectAsync(server.Path, cancellationToken: Token);
        using var cancel = new CancellationTokenSource();

        Task cancelled = client.ExecuteAsync("a", cancellationToken: cancel.Token).AsTask();
        var a = await server.ReceiveAsync(Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        var next = client.ExecuteAsync("b", cancellationToken: Token).AsTask();
        var b = await server.ReceiveAsync(Token);
        await a.ReturnAsync("\"a\"");
        await b.ReturnAsync("\"b\"");

        Assert.Equal("\"b\"", (await next).ToString());
    }

    [Fact]
    public async Task Cancellation_at_any_instant_mixes_up_nothing()
    {
        await using var server = FakeQmpServer.Start();
        server.OnOther(static command => command.ReturnAsync($"\"{command.Name}\""));
        await using var client = await QmpClient.ConnectAsync(server.Path, cancellationToken: Token);
        var rounds = Environment.GetEnvironmentVariable("MOA_SOAK") is null ? 2_000 : 100_000;
        var next = 0;

        await Task.WhenAll(Enumerable.Range(0, 4).Select(seed => Task.Run(
            async () =>
            {
                var random = new Random(seed);
                while (Interlocked.Increment(ref next) is var n && n <= rounds)
                {
                    using var cancel = new CancellationTokenSource();
                    var call = client.ExecuteAsync($"c{n}", cancellationToken: cancel.Token).AsTask();
                    if (random.Next(2) == 0)
                        Thread.SpinWait(random.Next(3000));
                    if (random.Next(3) > 0)
                        await cancel.CancelAsync();
                    try
                    {
                        Assert.Equal($"\"c{n}\"", (await call).ToString());
                    }
                    catch (OperationCanceledException e)
                    {
                        Assert.Equal(cancel.Token, e.CancellationToken);
                    }
                }
            },
            Token)));

        Assert.Equal("\"end\"", (await client.ExecuteAsync("end", cancellationToken: Token)).ToString());
        Assert.Equal(server.Commands.Count, server.Commands.DistinctBy(command => command.Name).Count());
    }

    [Fact]
    public async Task A_token_cancelled_before_the_call_sends_nothing()
    {
        await using var server = FakeQmpServer.Start();
        await using var client = await QmpClient.ConnectAsync(server.Path, cancellationToken: Token);

        var cancelled = new CancellationToken(canceled: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.ExecuteAsync("a", cancellationToken: cancelled).AsTask());

        Assert.Single(server.Commands);
    }

    [Fact]
    public async Task A_limit_that_runs_out_says_whether_the_command_was_sent_and_leaves_the_connection_working()
    {
        var clock = new ManualClock();
        await using var server = FakeQmpServer.Start();
        server.OnOther(static _ => Task.CompletedTask);
        await using var client = await QmpClient.ConnectAsync(server.Path, new() { TimeProvider = clock }, Token);

        Task[] sent = [.. Enumerable.Range(0, 8).Select(n => client.ExecuteAsync($"c{n}", cancellationToken: Token).AsTask())];
        Task unsent = client.ExecuteAsync("unsent", new() { Timeout = TimeSpan.FromSeconds(10) }, Token).AsTask();
        Task patient = client.ExecuteAsync("patient", new() { Timeout = Timeout.InfiniteTimeSpan }, Token).AsTask();
        clock.Advance(TimeSpan.FromSeconds(11));
        var early = await Assert.ThrowsAsync<MoaTimeoutException>(() => unsent);
        Assert.All(sent, call => Assert.False(call.IsCompleted));
        clock.Advance(TimeSpan.FromSeconds(20));
        var late = await Assert.ThrowsAsync<MoaTimeoutException>(() => sent[3]);

        Assert.Equal(("unsent", TimeSpan.FromSeconds(10)), (early.Operation, early.Limit));
        Assert.Contains("not sent", early.Message, StringComparison.Ordinal);
        Assert.Equal(("c3", TimeSpan.FromSeconds(30)), (late.Operation, late.Limit));
        Assert.Contains("may still", late.Message, StringComparison.Ordinal);
        for (var n = 0; n < 9; n++)
            await (await server.ReceiveAsync(Token)).ReturnAsync();
        await patient;
        Assert.DoesNotContain(server.Commands, command => command.Name == "unsent");
    }

    [Fact]
    public async Task An_out_of_band_command_overtakes_a_stuck_line()
    {
        await using var server = FakeQmpServer.Start();
        var stuck = new TaskCompletionSource();
        server.On("stuck", async command =>
        {
            await stuck.Task;
            await command.ReturnAsync("\"stuck\"");
        });
        server.On("query-yank", static command => command.ReturnAsync($"{(command.OutOfBand ? "[1]" : "[]")}"));
        await using var client = await QmpClient.ConnectAsync(server.Path, cancellationToken: Token);

        Task<QmpReply>[] calls = [.. Enumerable.Range(0, 20).Select(_ => client.ExecuteAsync("stuck", cancellationToken: Token).AsTask())];
        var reply = await client.ExecuteAsync("query-yank", s_outOfBand, Token);
        stuck.SetResult();

        Assert.Equal("[1]", reply.ToString());
        Assert.All(await Task.WhenAll(calls), one => Assert.Equal("\"stuck\"", one.ToString()));
    }

    [Fact]
    public async Task Out_of_band_replies_are_matched_by_id_and_late_ones_dropped()
    {
        await using var server = FakeQmpServer.Start();
        server.OnOther(static _ => Task.CompletedTask);
        await using var client = await QmpClient.ConnectAsync(server.Path, cancellationToken: Token);
        using var cancel = new CancellationTokenSource();

        var inBand = client.ExecuteAsync("in", cancellationToken: Token).AsTask();
        var a = client.ExecuteAsync("a", s_outOfBand, Token).AsTask();
        var cancelled = client.ExecuteAsync("x", s_outOfBand, cancel.Token).AsTask();
        var b = client.ExecuteAsync("b", s_outOfBand, Token).AsTask();
        var commands = new Dictionary<string, FakeQmpCommand>();
        for (var n = 0; n < 4; n++)
        {
            var command = await server.ReceiveAsync(Token);
            commands.Add(command.Name, command);
        }
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        await commands["b"].ErrorAsync("GenericError", "b");
        await commands["x"].ReturnAsync("\"x\"");
        await commands["a"].ReturnAsync("\"a\"");
        await commands["in"].ReturnAsync("\"in\"");

        Assert.Equal("b: b", (await Assert.ThrowsAsync<QmpCommandException>(() => b)).Message);
        Assert.Equal("\"a\"", (await a).ToString());
        Assert.Equal("\"in\"", (await inBand).ToString());
    }

    [Fact]
    public async Task Out_of_band_needs_to_have_been_negotiated()
    {
        await using var server = FakeQmpServer.Start(new() { OffersOutOfBand = false });
        await using var client = await QmpClient.ConnectAsync(server.Path, cancellationToken: Token);

        Assert.False(client.OutOfBand);
        await Assert.ThrowsAsync<InvalidOperationException>(() => client.ExecuteAsync("query-yank", s_outOfBand, Token).AsTask());
        Assert.Equal("""{"execute":"qmp_capabilities"}""", Encoding.UTF8.GetString(server.Commands.Single().Raw.Span));
    }

    [Fact]
    public async Task A_descriptor_is_alone_on_the_wire()
    {
        await using var server = FakeQmpServer.Start();
        server.OnOther(static _ => Task.CompletedTask);
        await using var client = await QmpClient.ConnectAsync(server.Path, cancellationToken: Token);
        using var file = File.OpenHandle("/dev/null");

        Task[] calls =
        [
            client.ExecuteAsync("before", cancellationToken: Token).AsTask(),
            client.ExecuteAsync("getfd", new() { Descriptor = file }, Token).AsTask(),
            client.ExecuteAsync("add-fd", new() { Descriptor = file }, Token).AsTask(),
            client.ExecuteAsync("after", cancellationToken: Token).AsTask(),
        ];
        string[] order = ["before", "getfd", "add-fd", "after"];
        for (var n = 0; n < order.Length; n++)
        {
            var command = await server.ReceiveAsync(Token);
            Assert.Equal(order[n], command.Name);
            Assert.Equal(n + 2, server.Commands.Count);
            await command.ReturnAsync();
            await calls[n];
        }
    }

    [Fact]
    public async Task A_descriptor_cannot_go_where_none_can_or_when_it_is_closed()
    {
        await using var server = FakeQmpServer.Start();
        await using var client = await QmpClient.ConnectAsync(server.Path, cancellationToken: Token);
        var closed = File.OpenHandle("/dev/null");
        closed.Dispose();

        await Assert.ThrowsAnyAsync<ObjectDisposedException>(() => client.ExecuteAsync("getfd", new() { Descriptor = closed }, Token).AsTask());
        using var file = File.OpenHandle("/dev/null");
        await Assert.ThrowsAsync<ArgumentException>(
            () => client.ExecuteAsync("getfd", new() { Descriptor = file, OutOfBand = true }, Token).AsTask());
        await Assert.ThrowsAsync<QmpCommandException>(() => client.ExecuteAsync("nothing", cancellationToken: Token).AsTask());
    }
}
