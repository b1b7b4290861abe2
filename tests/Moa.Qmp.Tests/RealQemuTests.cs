using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;

namespace Moa.Qmp.Tests;

/// <summary>What only QEMU itself can tell.</summary>
public abstract class RealQemuTests(string? program)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task QEMU_greets_and_answers()
    {
        await using var qemu = new RealQemu(program);
        await using var client = await qemu.ConnectAsync();

        var reply = await client.ExecuteAsync("query-status", cancellationToken: Token);

        Assert.True(client.Greeting.Version >= new QemuVersion(7, 2, 0));
        Assert.Contains("oob", client.Greeting.Capabilities);
        Assert.True(client.OutOfBand);
        Assert.False(reply.ToElement().GetProperty("running").GetBoolean());
    }

    [Fact]
    public async Task A_refused_command_says_why_and_the_connection_works_on()
    {
        await using var qemu = new RealQemu(program);
        await using var client = await qemu.ConnectAsync();

        var refusal = await Assert.ThrowsAsync<QmpCommandException>(() => client.ExecuteAsync("no-such-command", cancellationToken: Token).AsTask());

        Assert.Equal("no-such-command", refusal.Command);
        Assert.Equal(QmpErrorClass.CommandNotFound, refusal.ErrorClass);
        Assert.Equal(JsonValueKind.Object, (await client.ExecuteAsync("query-version", cancellationToken: Token)).ToElement().ValueKind);
    }

    [Fact]
    public async Task An_event_reaches_its_subscription_and_quit_is_a_success()
    {
        await using var qemu = new RealQemu(program);
        await using var client = await qemu.ConnectAsync();
        using var events = client.Subscribe("SHUTDOWN");

        await client.ExecuteAsync("quit", cancellationToken: Token);

        var shutdown = await events.ReadAsync(Token);
        Assert.Equal("host-qmp-quit", shutdown!.ToElement().GetProperty("reason").GetString());
        Assert.NotNull(shutdown.Timestamp);
        Assert.Equal(QmpDisconnectReason.Quit, (await client.Disconnected.WaitAsync(Token)).Reason);
        Assert.Equal(0, await qemu.WaitForExitAsync());
    }

    [Fact]
    public async Task A_killed_QEMU_is_a_closed_connection()
    {
        await using var qemu = new RealQemu(program);
        await using var client = await qemu.ConnectAsync();

        qemu.Kill();

        Assert.Equal(QmpDisconnectReason.ClosedByPeer, (await client.Disconnected.WaitAsync(Token)).Reason);
    }

    [Fact]
    public async Task A_stopped_QEMU_times_out_and_answers_again_when_it_goes_on()
    {
        await using var qemu = new RealQemu(program);
        await using var client = await qemu.ConnectAsync();

        await qemu.SignalAsync("STOP");
        var limit = new QmpExecuteOptions { Timeout = TimeSpan.FromMilliseconds(100) };
        await Assert.ThrowsAsync<MoaTimeoutException>(() => client.ExecuteAsync("query-version", limit, Token).AsTask());
        await qemu.SignalAsync("CONT");
        var reply = await client.ExecuteAsync("query-status", cancellationToken: Token);

        Assert.True(reply.ToElement().TryGetProperty("status", out _));
    }

    [Fact]
    public async Task Cont_and_stop_are_awaited_with_their_events()
    {
        await using var qemu = new RealQemu(program);
        await using var client = await qemu.ConnectAsync();

        foreach ((var command, var name) in ((string, string)[])[("cont", "RESUME"), ("stop", "STOP")])
        {
            (_, var item) = await client.SendAndWaitAsync(
                [name], static _ => true, token => client.ExecuteAsync(command, cancellationToken: token), cancellationToken: Token);
            Assert.Equal(name, item.Name);
        }
    }

    [Fact]
    public async Task Hundreds_of_commands_at_once_each_get_their_own_reply()
    {
        await using var qemu = new RealQemu(program);
        await using var client = await qemu.ConnectAsync();

        Task<string>[] calls = [.. Enumerable.Range(0, 300).Select(async n =>
        {
            var reply = await client.ExecuteAsync(
                n % 3 == 0 ? "query-version" : n % 3 == 1 ? "query-status" : "query-name", cancellationToken: Token);
            return reply.ToElement().EnumerateObject().Select(static member => member.Name).FirstOrDefault("");
        })];
        var first = await Task.WhenAll(calls);

        Assert.All(Enumerable.Range(0, 300), n => Assert.Equal(n % 3, first[n] switch { "qemu" => 0, "status" or "running" => 1, _ => 2 }));
    }

    [Fact]
    public async Task The_schema_is_one_reply()
    {
        await using var qemu = new RealQemu(program);
        await using var client = await qemu.ConnectAsync();

        var schema = await client.ExecuteAsync("query-qmp-schema", cancellationToken: Token);

        Assert.True(schema.Json.Length > 200_000);
        Assert.Contains(schema.ToElement().EnumerateArray(), static item => item.GetProperty("name").GetString() == "query-status");
    }

    [Fact]
    public async Task Descriptors_sent_back_to_back_are_not_mixed_up()
    {
        const int Count = 200;
        await using var qemu = new RealQemu(program);
        await using var client = await qemu.ConnectAsync();
        var folder = Directory.CreateTempSubdirectory("moa-").FullName;
        var files = new SafeFileHandle[Count];
        try
        {
            // Each file goes to a set of its own number under a name; QEMU says which descriptor it has, and /proc which file.
            for (var n = 0; n < Count; n++)
            {
                files[n] = File.OpenHandle(Path.Combine(folder, $"f{n}"), FileMode.Create, FileAccess.ReadWrite);
            }
            Task<int>[] adding = [.. Enumerable.Range(0, Count).Select(n => AddAsync(client, n, files[n]))];
            Task[] others = [.. Enumerable.Range(0, Count).Select(_ => client.ExecuteAsync("query-status", cancellationToken: Token).AsTask())];
            Task[] getting = [.. Enumerable.Range(0, Count).Select(n => client.ExecuteAsync(
                "getfd", $$"""{"fdname": "n{{n}}"}""", new() { Descriptor = files[n] }, Token).AsTask())];
            var numbers = await Task.WhenAll(adding);
            await Task.WhenAll([.. others, .. getting]);

            for (var n = 0; n < Count; n++)
            {
                Assert.Equal(Path.Combine(folder, $"f{n}"), File.ResolveLinkTarget($"/proc/{qemu.Pid}/fd/{numbers[n]}", false)!.FullName);
            }
        }
        finally
        {
            foreach (var file in files)
                file?.Dispose();
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Any_text_comes_back_from_QEMU_as_it_was()
    {
        await using var qemu = new RealQemu(program);
        await using var client = await qemu.ConnectAsync();
        await client.ExecuteAsync("chardev-add", """{"id": "r", "backend": {"type": "ringbuf", "data": {"size": 65536}}}""", cancellationToken: Token);
        var text = string.Concat(Enumerable.Range(1, 0x1000).Select(static c => (char)c)) + "💾é\"\\/'%,\u2028\uFEFF";

        await client.ExecuteAsync("ringbuf-write", text, static (writer, value) =>
        {
            writer.WriteStartObject();
            writer.WriteString("device", "r");
            writer.WriteString("data", value);
            writer.WriteEndObject();
        }, static _ => true, cancellationToken: Token);
        var read = await client.ExecuteAsync("ringbuf-read", 65536, static (writer, size) =>
        {
            writer.WriteStartObject();
            writer.WriteString("device", "r");
            writer.WriteNumber("size", size);
            writer.WriteEndObject();
        }, static json => JsonElement.Parse(json).GetString(), cancellationToken: Token);

        Assert.Equal(text, read);
    }

    [Fact]
    public async Task A_second_client_is_told_that_the_monitor_is_held_and_gets_it_afterwards()
    {
        await using var qemu = new RealQemu(program);
        var holder = await qemu.ConnectAsync();

        var error = await Assert.ThrowsAsync<MoaTimeoutException>(
            () => QmpClient.ConnectAsync(qemu.Path, new() { ConnectTimeout = TimeSpan.FromMilliseconds(100) }, Token));
        var waiting = QmpClient.ConnectAsync(qemu.Path, new() { ConnectTimeout = TimeSpan.FromSeconds(30) }, Token);
        await holder.DisposeAsync();
        await using var next = await waiting;

        Assert.Contains("another one holds it", error.Message, StringComparison.Ordinal);
        await next.ExecuteAsync("query-status", cancellationToken: Token);
    }

    [Fact]
    public async Task When_the_backlog_is_full_too_the_monitor_is_held()
    {
        await using var qemu = new RealQemu(program);
        await using var holder = await qemu.ConnectAsync();
        var queued = new List<Socket>();
        try
        {
            SocketException? full = null;
            while (full is null && queued.Count < 10)
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { Blocking = false };
                queued.Add(socket);
                try
                {
                    await socket.ConnectAsync(new UnixDomainSocketEndPoint(qemu.Path), Token);
                }
                catch (SocketException e)
                {
                    full = e;
                }
            }
            var error = await Assert.ThrowsAnyAsync<MoaException>(
                () => QmpClient.ConnectAsync(qemu.Path, new() { ConnectTimeout = TimeSpan.FromMilliseconds(200) }, Token));
            Assert.Contains("hold", error.Message, StringComparison.Ordinal);
        }
        finally
        {
            queued.ForEach(static socket => socket.Dispose());
        }
    }

    [Theory]
    [InlineData("mode=control,pretty=on", true)]
    [InlineData("mode=control,pretty=on", false)]
    [InlineData("mode=control", false)]
    public async Task A_monitor_may_print_prettily_and_do_without_out_of_band(string monitor, bool outOfBand)
    {
        await using var qemu = new RealQemu(program, monitor);
        await using var client = await qemu.ConnectAsync(
            new() { NegotiateOutOfBand = outOfBand, ConnectTimeout = TimeSpan.FromSeconds(30) });

        Assert.Equal(outOfBand, client.OutOfBand);
        Task<QmpReply>[] calls = [.. Enumerable.Range(0, 20).Select(_ => client.ExecuteAsync("query-status", cancellationToken: Token).AsTask())];
        Assert.All(await Task.WhenAll(calls), static reply => Assert.Equal(JsonValueKind.Object, reply.ToElement().ValueKind));
        await Assert.ThrowsAsync<QmpCommandException>(() => client.ExecuteAsync("x", cancellationToken: Token).AsTask());
    }

    [Fact]
    public async Task What_QEMU_cannot_parse_is_one_error_and_later_replies_match()
    {
        await using var qemu = new RealQemu(program);
        await using var client = await qemu.ConnectAsync();
        Action<Utf8JsonWriter>[] bad =
        [
            static writer => Write(writer, "a", new string('[', 990) + new string(']', 990)),
            static writer => Write(writer, "a", "1", twice: true),
            static writer => Write(writer, "a", "\"\uFFFF\uFDD0\""),
            static writer => Write(writer, "\0\u0001\uFFFE", "\"\\u0000\""),
            static writer => Write(writer, "a", "[0" + new StringBuilder().Insert(0, ",0", 50_000) + "]"),
            static writer => Write(writer, "a", "1e999"),
            static writer => Write(writer, "a", "123456789012345678901234567890"),
        ];

        foreach (var arguments in bad)
        {
            var failing = client.ExecuteAsync("query-name", arguments, cancellationToken: Token).AsTask();
            var status = client.ExecuteAsync("query-status", cancellationToken: Token).AsTask();
            var version = client.ExecuteAsync("query-version", cancellationToken: Token).AsTask();
            await Assert.ThrowsAsync<QmpCommandException>(() => failing);
            Assert.True((await status).ToElement().TryGetProperty("running", out _));
            Assert.True((await version).ToElement().TryGetProperty("qemu", out _));
        }

        static void Write(Utf8JsonWriter writer, string name, string json, bool twice = false)
        {
            writer.WriteStartObject();
            for (var n = twice ? 2 : 1; n > 0; n--)
            {
                writer.WritePropertyName(name);
                writer.WriteRawValue(json, skipInputValidation: true);
            }
            writer.WriteEndObject();
        }
    }

    [Fact]
    public async Task Out_of_band_is_answered_while_the_line_is_full()
    {
        await using var qemu = new RealQemu(program);
        await using var client = await qemu.ConnectAsync();

        Task<QmpReply>[] calls = [.. Enumerable.Range(0, 12).Select(_ => client.ExecuteAsync("query-qmp-schema", cancellationToken: Token).AsTask())];
        var yank = await client.ExecuteAsync("query-yank", new() { OutOfBand = true }, Token);
        Assert.False(calls[^1].IsCompleted);
        var schemas = await Task.WhenAll(calls);

        Assert.Equal(JsonValueKind.Array, yank.ToElement().ValueKind);
        Assert.All(schemas, schema => Assert.Equal(schemas[0].Json.Length, schema.Json.Length));
    }

    private static async Task<int> AddAsync(QmpClient client, int set, SafeFileHandle file)
    {
        var reply = await client.ExecuteAsync("add-fd", $$"""{"fdset-id": {{set}}}""", new() { Descriptor = file }, Token);
        return reply.ToElement().GetProperty("fd").GetInt32();
    }
}
