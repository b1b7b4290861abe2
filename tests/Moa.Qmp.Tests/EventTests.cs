using System.Text;
using Moa.Testing;

namespace Moa.Qmp.Tests;

/// <summary>Events and their subscriptions.</summary>
public sealed class EventTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_event_has_name_data_and_time_to_the_microsecond()
    {
        await using var server = FakeQmpServer.Start();
        await using var client = await QmpClient.ConnectAsync(server.Path, cancellationToken: Token);
        using var events = client.Subscribe();
        var time = DateTimeOffset.UnixEpoch.AddSeconds(1_700_000_000).AddMicroseconds(123_456);

        await server.SendEventAsync("UNKNOWN_TO_ALL", """{"n": 9007199254740993}""", time);
        await server.SendAsync("""{"event": "STOP", "timestamp": {"seconds": -1, "microseconds": -1}}"""u8.ToArray());
        await server.SendAsync("""{"event": "STOP"}{"event": "STOP", "timestamp": "soon", "data": {}}"""u8.ToArray());

        var first = (await events.ReadAsync(Token))!;
        Assert.Equal("UNKNOWN_TO_ALL", first.Name);
        Assert.Equal(9007199254740993, first.ToElement().GetProperty("n").GetInt64());
        Assert.Equal(time, first.Timestamp);
        for (var n = 0; n < 3; n++)
        {
            var next = (await events.ReadAsync(Token))!;
            Assert.Equal("STOP", next.Name);
            Assert.Null(next.Timestamp);
            Assert.Equal(n < 2, next.Data.IsEmpty);
        }
    }

    [Fact]
    public async Task Each_subscription_gets_the_events_it_named()
    {
        await using var server = FakeQmpServer.Start();
        await using var client = await QmpClient.ConnectAsync(server.Path, cancellationToken: Token);
        using var all = client.Subscribe();
        using var some = client.Subscribe("B", "C");
        var gone = client.Subscribe();
        gone.Dispose();

        foreach (var name in (string[])["A", "B", "C", "D"])
            await server.SendEventAsync(name);

        foreach (var name in (string[])["A", "B", "C", "D"])
            Assert.Equal(name, (await all.ReadAsync(Token))!.Name);
        foreach (var name in (string[])["B", "C"])
            Assert.Equal(name, (await some.ReadAsync(Token))!.Name);
        Assert.False(some.TryRead(out _));
        Assert.Null(await gone.ReadAsync(Token));
    }

    [Fact]
    public async Task A_flood_of_events_holds_up_no_reply_and_is_counted()
    {
        const int Flood = 100_000;
        await using var server = FakeQmpServer.Start();
        server.On("query", "1");
        var burst = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 1000).Select(
            n => $$$"""{"timestamp": {"seconds": 1, "microseconds": {{{n}}}}, "event": "FLOOD", "data": {"n": {{{n}}}}}""" + "\r\n")));
        await using var client = await QmpClient.ConnectAsync(server.Path, cancellationToken: Token);
        using var slow = client.Subscribe(new QmpSubscriptionOptions { Capacity = 100 });
        using var last = client.Subscribe("LAST");

        Task flood = Task.Run(
            async () =>
            {
                for (var n = 0; n < Flood / 1000; n++)
                    await server.SendAsync(burst);
                await server.SendEventAsync("LAST");
            },
            Token);
        var answered = 0;
        while (!flood.IsCompleted)
        {
            await client.ExecuteAsync("query", cancellationToken: Token);
            answered++;
        }
        await last.ReadAsync(Token);
        Assert.True(answered > 0);
        Assert.Equal(Flood + 1 - 100, slow.Dropped);
        Assert.Equal(900 + 1, (await slow.ReadAsync(Token))!.ToElement().GetProperty("n").GetInt32());
        Assert.Equal(0, last.Dropped);
    }

    [Fact]
    public async Task Large_events_are_bounded_by_their_bytes()
    {
        await using var server = FakeQmpServer.Start();
        await using var client = await QmpClient.ConnectAsync(server.Path, new() { MaxMessageBytes = 4 * 1024 * 1024 }, Token);
        using var events = client.Subscribe("LARGE");
        using var end = client.Subscribe("END");
        var data = $"\"{new string('x', 3 * 1024 * 1024)}\"";

        for (var n = 0; n < 20; n++)
            await server.SendEventAsync("LARGE", data);
        await server.SendEventAsync("LARGE", $"[{data}, {data}]");
        await server.SendEventAsync("END");
        await end.ReadAsync(Token);

        var kept = 0;
        while (events.TryRead(out _))
            kept++;
        Assert.Equal(QmpSubscription.MaxQueuedBytes / data.Length, kept);
        Assert.Equal(21 - kept, events.Dropped);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_awaited_event_may_come_before_or_after_the_reply(bool before)
    {
        await using var server = FakeQmpServer.Start();
        server.On("device_del", async command =>
        {
            await server.SendEventAsync("DEVICE_DELETED", """{"path": "/machine/peripheral/d0/virtio-backend"}""");
            if (!before)
                await command.ReturnAsync("\"reply\"");
            await server.SendEventAsync("DEVICE_DELETED", """{"path": "/machine/peripheral/d0", "device": "d0"}""");
            if (before)
                await command.ReturnAsync("\"reply\"");
        });
        await using var client = await QmpClient.ConnectAsync(server.Path, cancellationToken: Token);

        (var reply, var deleted) = await client.SendAndWaitAsync(
            ["DEVICE_DELETED", "DEVICE_UNPLUG_GUEST_ERROR"],
            static item => item.ToElement().TryGetProperty("device", out var id) && id.GetString() == "d0",
            token => client.ExecuteAsync("device_del", """{"id": "d0"}""", cancellationToken: token),
            cancellationToken: Token);

        Assert.Equal("\"reply\"", reply.ToString());
        Assert.Equal("/machine/peripheral/d0", deleted.ToElement().GetProperty("path").GetString());
    }

    [Fact]
    public async Task Waiting_for_an_event_ends_by_refusal_limit_cancellation_or_loss()
    {
        var clock = new ManualClock();
        await using var server = FakeQmpServer.Start();
        server.On("refused", static command => command.ErrorAsync("GenericError", "no"));
        server.On("ok", "{}");
        await using var client = await QmpClient.ConnectAsync(server.Path, new() { TimeProvider = clock }, Token);
        using var cancel = new CancellationTokenSource();

        Task Wait(string command, CancellationToken token) => client.SendAndWaitAsync(
            ["NEVER"], static _ => true, stop => client.ExecuteAsync(command, cancellationToken: stop), TimeSpan.FromSeconds(5), token);

        await Assert.ThrowsAsync<QmpCommandException>(() => Wait("refused", Token));

        var limited = Wait("ok", Token);
        await server.ReceiveAsync(Token);
        await server.ReceiveAsync(Token);
        clock.Advance(TimeSpan.FromSeconds(6));
        var limit = await Assert.ThrowsAsync<MoaTimeoutException>(() => limited);
        Assert.Equal(("NEVER", TimeSpan.FromSeconds(5)), (limit.Operation, limit.Limit));

        var cancelled = Wait("ok", cancel.Token);
        await server.ReceiveAsync(Token);
        await cancel.CancelAsync();
        Assert.Equal(cancel.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled)).CancellationToken);

        var lost = Wait("ok", Token);
        await server.ReceiveAsync(Token);
        server.Disconnect();
        await Assert.ThrowsAsync<QmpConnectionException>(() => lost);
    }

    [Fact]
    public async Task A_match_that_blocks_holds_up_no_reply()
    {
        await using var server = FakeQmpServer.Start();
        server.On("ok", async command =>
        {
            await server.SendEventAsync("E");
            await command.ReturnAsync();
        });
        server.On("other", "{}");
        await using var client = await QmpClient.ConnectAsync(server.Path, cancellationToken: Token);
        using var entered = new SemaphoreSlim(0);
        using var leave = new SemaphoreSlim(0);

        Task waiting = client.SendAndWaitAsync(
            ["E"],
            _ =>
            {
                entered.Release();
                leave.Wait(Token);
                return true;
            },
            token => client.ExecuteAsync("ok", cancellationToken: token),
            cancellationToken: Token);
        await entered.WaitAsync(Token);
        await client.ExecuteAsync("other", cancellationToken: Token);
        leave.Release();
        await waiting;
    }

    [Fact]
    public async Task Events_are_enumerated_until_the_subscription_is_disposed()
    {
        await using var server = FakeQmpServer.Start();
        await using var client = await QmpClient.ConnectAsync(server.Path, cancellationToken: Token);
        var events = client.Subscribe();
        foreach (var name in (string[])["A", "B", "END"])
            await server.SendEventAsync(name);

        var names = new List<string>();
        await foreach (var item in events.WithCancellation(Token))
        {
            names.Add(item.Name);
            if (item.Name == "END")
                events.Dispose();
        }
        Assert.Equal(["A", "B", "END"], names);
    }
}
