using System.Text;
using Moa.Guests;
using Moa.Guests.Protocol;

namespace Moa.Tests.Guests;

/// <summary>What the client makes of what an agent, or the keeper before it, says.</summary>
public sealed class GuestClientTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Connecting_waits_for_hello()
    {
        var agent = new ScriptedAgent();
        var connecting = GuestClient.ConnectAsync(agent.ClientEnd, cancellationToken: Cancellation);
        Assert.False(connecting.IsCompleted);
        await agent.HelloAsync();
        await using var client = await connecting;
        Assert.Equal((1, "9.9", "6.1", "x86_64"), (client.Information.Protocol, client.Information.AgentVersion, client.Information.Kernel, client.Information.Architecture));
        Assert.Equal(["exec"], client.Information.Features);
    }

    [Fact]
    public async Task A_hello_that_does_not_come_in_time_is_a_timeout_with_its_limit()
    {
        var options = new GuestClientOptions { HelloTimeout = TimeSpan.FromMilliseconds(50) };
        var timeout = await Assert.ThrowsAsync<MoaTimeoutException>(
            () => GuestClient.ConnectAsync(new ScriptedAgent().ClientEnd, options, Cancellation));
        Assert.Equal(options.HelloTimeout, timeout.Limit);
    }

    [Fact]
    public async Task Cancelling_the_wait_for_hello_is_the_callers_cancellation()
    {
        using var cancel = new CancellationTokenSource();
        var connecting = GuestClient.ConnectAsync(new ScriptedAgent().ClientEnd, cancellationToken: cancel.Token);
        await cancel.CancelAsync();
        var cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting);
        Assert.Equal(cancel.Token, cancelled.CancellationToken);
    }

    [Fact]
    public async Task Nobody_at_the_socket_is_said()
    {
        var failure = await Assert.ThrowsAsync<GuestConnectionException>(
            () => GuestClient.ConnectAsync("/no/such/socket", cancellationToken: Cancellation));
        Assert.Contains("/no/such/socket", failure.Message, StringComparison.Ordinal);
        Assert.False(failure.IsConnectionUsable);
    }

    [Fact]
    public async Task An_exec_says_what_was_asked_for()
    {
        var agent = new ScriptedAgent();
        await using var client = await agent.ConnectAsync(Cancellation);
        var command = new GuestCommand("sh", "-c", "x")
        {
            Environment = new Dictionary<string, string> { ["A"] = "ä" },
            Folder = "/tmp",
            Terminal = new GuestTerminal(1, 2, "dumb"),
            TakesInput = true,
        };
        var starting = client.StartAsync(command, Cancellation);
        var exec = await agent.ReceiveAsync(Cancellation);
        Assert.Equal(
            """{"argv":["sh","-c","x"],"environment":{"A":"ä"},"folder":"/tmp","terminal":{"rows":1,"columns":2,"type":"dumb"},"stdin":true,"detached":false}""",
            Encoding.UTF8.GetString(exec.Payload));
        await agent.SendAsync(FrameType.Started, exec.Stream, 0, """{"pid":77}""");
        Assert.Equal(77, (await starting).ProcessId);
    }

    [Fact]
    public async Task Output_exit_and_end_belong_to_their_stream()
    {
        var agent = new ScriptedAgent();
        await using var client = await agent.ConnectAsync(Cancellation);
        var first = client.RunAsync(new GuestCommand("a"), cancellationToken: Cancellation);
        var second = client.RunAsync(new GuestCommand("b"), cancellationToken: Cancellation);
        var one = (await agent.ReceiveAsync(Cancellation)).Stream;
        var two = (await agent.ReceiveAsync(Cancellation)).Stream;
        Assert.NotEqual(one, two);
        foreach (var (stream, text, code) in ((uint, string, int)[])[(two, "second", 2), (one, "first", 1)])
        {
            await agent.SendAsync(FrameType.Started, stream, 0, """{"pid":1}""");
            await agent.SendAsync(FrameType.Data, stream, 1, text);
            await agent.SendAsync(FrameType.End, stream, 1);
            await agent.SendAsync(FrameType.Data, stream, 2, "!");
            await agent.SendAsync(FrameType.End, stream, 2);
            await agent.SendAsync(FrameType.Exit, stream, 0, $$"""{"code":{{code}}}""");
            await agent.SendAsync(FrameType.Closed, stream);
        }

        Assert.Equal(("first", "!", 1), ((await first).StandardOutput, (await first).StandardError, (await first).ExitCode));
        Assert.Equal(("second", "!", 2), ((await second).StandardOutput, (await second).StandardError, (await second).ExitCode));
    }

    [Theory]
    [InlineData("not-found", GuestCommandError.NotFound)]
    [InlineData("not-executable", GuestCommandError.NotExecutable)]
    [InlineData("invalid", GuestCommandError.Invalid)]
    [InlineData("failed", GuestCommandError.Failed)]
    [InlineData("of-a-later-version", GuestCommandError.Failed)]
    public async Task A_refusal_carries_what_the_agent_said(string word, GuestCommandError error)
    {
        var agent = new ScriptedAgent();
        await using var client = await agent.ConnectAsync(Cancellation);
        var running = client.RunAsync(new GuestCommand("x"), cancellationToken: Cancellation);
        var stream = (await agent.ReceiveAsync(Cancellation)).Stream;
        await agent.SendAsync(FrameType.Failed, stream, 0, $$"""{"error":"{{word}}","message":"because"}""");
        await agent.SendAsync(FrameType.Closed, stream);
        var failure = await Assert.ThrowsAsync<GuestCommandException>(() => running);
        Assert.Equal((error, "because"), (failure.Error, failure.Message));
    }

    [Fact]
    public async Task Input_stops_at_the_credit_and_goes_on_with_more()
    {
        var agent = new ScriptedAgent();
        await using var client = await agent.ConnectAsync(Cancellation);
        var (process, stream) = await StartAsync(agent, client, new GuestCommand("x") { TakesInput = true });
        var writing = process.StandardInput.WriteAsync(new byte[StreamChannel.Window + 100], Cancellation).AsTask();
        var received = 0;
        while (received < StreamChannel.Window)
            received += (await agent.ReceiveAsync(Cancellation)).Payload.Length;
        Assert.Equal(StreamChannel.Window, received);
        Assert.False(writing.IsCompleted);
        await agent.SendAsync(FrameType.Credit, stream, 0, [100, 0, 0, 0]);
        Assert.Equal(100, (await agent.ReceiveAsync(Cancellation)).Payload.Length);
        await writing;
    }

    [Fact]
    public async Task Credit_is_given_back_only_for_what_was_read()
    {
        var agent = new ScriptedAgent();
        await using var client = await agent.ConnectAsync(Cancellation);
        var (process, stream) = await StartAsync(agent, client, new GuestCommand("x"));
        for (var i = 0; i < 16; i++)
            await agent.SendAsync(FrameType.Data, stream, 1, new byte[FrameHeader.MaxPayload]);
        await process.StandardOutput.ReadExactlyAsync(new byte[StreamChannel.Window / 2], Cancellation);
        var credit = await agent.ReceiveAsync(Cancellation);
        Assert.Equal((FrameType.Credit, stream, StreamChannel.Output), (credit.Type, credit.Stream, credit.Channel));
        Assert.InRange(BitConverter.ToInt32(credit.Payload), StreamChannel.Window / 2, StreamChannel.Window);
    }

    [Fact]
    public async Task An_agent_that_sends_more_than_it_may_is_cut_off()
    {
        var agent = new ScriptedAgent();
        await using var client = await agent.ConnectAsync(Cancellation);
        var (process, stream) = await StartAsync(agent, client, new GuestCommand("x"));
        for (var i = 0; i < 17; i++)
            await agent.SendAsync(FrameType.Data, stream, 1, new byte[FrameHeader.MaxPayload]);
        var failure = await Assert.ThrowsAsync<GuestConnectionException>(() => process.ExitAsync(Cancellation));
        Assert.False(failure.IsConnectionUsable);
        Assert.True(client.Disconnected.IsCancellationRequested || await EndsAsync(client.Disconnected));
    }

    [Fact]
    public async Task An_agent_that_goes_on_after_the_end_is_cut_off()
    {
        var agent = new ScriptedAgent();
        await using var client = await agent.ConnectAsync(Cancellation);
        var (process, stream) = await StartAsync(agent, client, new GuestCommand("x"));
        await agent.SendAsync(FrameType.End, stream, 1);
        await agent.SendAsync(FrameType.Data, stream, 1, "more");
        await Assert.ThrowsAsync<GuestConnectionException>(() => process.ExitAsync(Cancellation));
    }

    [Fact]
    public async Task When_the_agent_goes_its_commands_fail_and_when_it_is_back_new_ones_work()
    {
        var agent = new ScriptedAgent();
        await using var client = await agent.ConnectAsync(Cancellation);
        var (process, _) = await StartAsync(agent, client, new GuestCommand("x"));
        await agent.SendAsync(FrameType.Gone, 0);
        var failure = await Assert.ThrowsAsync<GuestConnectionException>(() => process.ExitAsync(Cancellation));
        Assert.True(failure.IsConnectionUsable);
        await Assert.ThrowsAsync<GuestConnectionException>(() => client.StartAsync(new GuestCommand("x"), Cancellation));

        var ready = client.ReadyAsync(Cancellation);
        Assert.False(ready.IsCompleted);
        await agent.HelloAsync();
        await ready;
        await StartAsync(agent, client, new GuestCommand("x"));
    }

    [Fact]
    public async Task The_end_of_the_connection_ends_everything()
    {
        var agent = new ScriptedAgent();
        await using var client = await agent.ConnectAsync(Cancellation);
        var (process, _) = await StartAsync(agent, client, new GuestCommand("x") { TakesInput = true });
        var reading = process.StandardOutput.ReadAsync(new byte[1], Cancellation).AsTask();
        var pinging = client.PingAsync(Cancellation);
        agent.Leave();
        Assert.False((await Assert.ThrowsAsync<GuestConnectionException>(() => process.ExitAsync(Cancellation))).IsConnectionUsable);
        await Assert.ThrowsAsync<GuestConnectionException>(() => reading);
        await Assert.ThrowsAsync<GuestConnectionException>(() => pinging);
        await Assert.ThrowsAsync<GuestConnectionException>(() => client.StartAsync(new GuestCommand("x"), Cancellation));
        await Assert.ThrowsAsync<GuestConnectionException>(() => client.ReadyAsync(Cancellation));
        await Assert.ThrowsAsync<IOException>(() => process.StandardInput.WriteAsync(new byte[1], Cancellation).AsTask());
        Assert.True(await EndsAsync(client.Disconnected));
    }

    [Fact]
    public async Task Cancelling_a_start_closes_its_stream()
    {
        var agent = new ScriptedAgent();
        await using var client = await agent.ConnectAsync(Cancellation);
        using var cancel = new CancellationTokenSource();
        var starting = client.StartAsync(new GuestCommand("x"), cancel.Token);
        var stream = (await agent.ReceiveAsync(Cancellation)).Stream;
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => starting);
        var close = await agent.ReceiveAsync(Cancellation);
        Assert.Equal((FrameType.Close, stream), (close.Type, close.Stream));
        await agent.SendAsync(FrameType.Closed, stream);
    }

    [Fact]
    public async Task A_command_that_was_cancelled_before_it_was_asked_for_is_never_sent()
    {
        var agent = new ScriptedAgent();
        await using var client = await agent.ConnectAsync(Cancellation);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => client.StartAsync(new GuestCommand("x"), new CancellationToken(canceled: true)));
        var pinging = client.PingAsync(Cancellation);
        var ping = await agent.ReceiveAsync(Cancellation);
        Assert.Equal(FrameType.Ping, ping.Type);
        await agent.SendAsync(FrameType.Result, ping.Stream);
        await pinging;
    }

    [Theory]
    [InlineData(GuestPowerAction.PowerOff, """{"action":"poweroff"}""")]
    [InlineData(GuestPowerAction.Reboot, """{"action":"reboot"}""")]
    [InlineData(GuestPowerAction.Sync, """{"action":"sync"}""")]
    public async Task Power_says_what_to_do(GuestPowerAction action, string payload)
    {
        var agent = new ScriptedAgent();
        await using var client = await agent.ConnectAsync(Cancellation);
        var asking = client.PowerAsync(action, Cancellation);
        var power = await agent.ReceiveAsync(Cancellation);
        Assert.Equal((FrameType.Power, payload), (power.Type, Encoding.UTF8.GetString(power.Payload)));
        await agent.SendAsync(FrameType.Result, power.Stream);
        await asking;
    }

    [Fact]
    public async Task Damaged_streams_end_in_an_answer_or_an_error_and_never_in_a_hang()
    {
        var random = new Random(99);
        byte[] valid =
        [
            .. Frame(FrameType.Started, 1, 0, """{"pid":5}"""),
            .. Frame(FrameType.Data, 1, 1, "output"),
            .. Frame(FrameType.Credit, 1, 0, "\u0001\0\0\0"),
            .. Frame(FrameType.End, 1, 1, ""),
            .. Frame(FrameType.End, 1, 2, ""),
            .. Frame(FrameType.Exit, 1, 0, """{"code":0}"""),
            .. Frame(FrameType.Closed, 1, 0, ""),
        ];
        for (var i = 0; i < Mutation.Count / 25; i++)
        {
            var agent = new ScriptedAgent();
            await using var client = await agent.ConnectAsync(Cancellation);
            var running = client.RunAsync(new GuestCommand("x"), cancellationToken: Cancellation);
            await agent.SendAsync(Mutation.Of(valid, random));
            agent.Leave();
            try
            {
                await running;
            }
            catch (MoaException)
            {
                continue;
            }
        }
    }

    private static async Task<(GuestProcess Process, uint Stream)> StartAsync(ScriptedAgent agent, GuestClient client, GuestCommand command)
    {
        var starting = client.StartAsync(command, Cancellation);
        var stream = (await agent.ReceiveAsync(Cancellation)).Stream;
        await agent.SendAsync(FrameType.Started, stream, 0, """{"pid":1}""");
        return (await starting, stream);
    }

    private static byte[] Frame(FrameType type, uint stream, byte channel, string payload)
    {
        var bytes = new byte[FrameHeader.Size + payload.Length];
        new FrameHeader(payload.Length, stream, type, channel).Write(bytes);
        Encoding.UTF8.GetBytes(payload, bytes.AsSpan(FrameHeader.Size));
        return bytes;
    }

    private static async Task<bool> EndsAsync(CancellationToken token)
    {
        var ended = new TaskCompletionSource<bool>();
        await using var registration = token.Register(() => ended.TrySetResult(true));
        return await ended.Task.WaitAsync(Cancellation);
    }
}
