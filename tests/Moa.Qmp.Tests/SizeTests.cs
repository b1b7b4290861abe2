using System.Text.Json;
using Moa.Testing;

namespace Moa.Qmp.Tests;

/// <summary>Replies of any length.</summary>
public sealed class SizeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(10)]
    [InlineData(15_000)]
    [InlineData(70_000)]
    [InlineData(3_000_000)]
    public async Task A_reply_of_any_length_arrives_whole(int length)
    {
        var text = $"\"{string.Concat(Enumerable.Range(0, length / 10).Select(static n => $"{n:d10}"))}\"";
        await using var server = FakeQmpServer.Start();
        server.On("query", text).On("small", "1");
        await using var client = await QmpClient.ConnectAsync(server.Path, cancellationToken: Token);

        Task<QmpReply>[] calls = [.. Enumerable.Range(0, 6).Select(
            n => client.ExecuteAsync(n % 2 == 0 ? "query" : "small", cancellationToken: Token).AsTask())];
        var replies = await Task.WhenAll(calls);

        for (var n = 0; n < replies.Length; n++)
            Assert.True(replies[n].ToString() == (n % 2 == 0 ? text : "1"));
        Assert.Equal(text.Length, await client.ExecuteAsync("query", static json => json.Length, cancellationToken: Token));
    }

    [Fact]
    public async Task A_line_of_64_MB_is_a_reply_and_one_above_the_limit_fails_alone()
    {
        const int Limit = 64 * 1024 * 1024;
        var line = new byte[Limit];
        Array.Fill(line, (byte)'x');
        "{\"return\": \""u8.CopyTo(line);
        "\"}\r\n"u8.CopyTo(line.AsSpan(Limit - 4));
        await using var server = FakeQmpServer.Start();
        server.On("fits", _ => server.SendAsync(line));
        server.On("not", async _ =>
        {
            await server.SendAsync(line.AsMemory(0, Limit - 4));
            await server.SendAsync(line.AsMemory(12));
        });
        server.On("small", "1");
        await using var client = await QmpClient.ConnectAsync(server.Path, cancellationToken: Token);

        var fits = client.ExecuteAsync("fits", static json => json.Length, cancellationToken: Token).AsTask();
        var not = client.ExecuteAsync("not", cancellationToken: Token).AsTask();
        var small = client.ExecuteAsync("small", cancellationToken: Token).AsTask();

        Assert.Equal(Limit - 14, await fits);
        var error = await Assert.ThrowsAsync<QmpProtocolException>(() => not);
        Assert.Equal("not", error.Command);
        Assert.Contains(nameof(QmpClientOptions.MaxMessageBytes), error.Message, StringComparison.Ordinal);
        Assert.Equal("1", (await small).ToString());
    }

    [Fact]
    public async Task Ten_thousand_levels_are_read()
    {
        var deep = new string('[', 10_000) + new string(']', 10_000);
        await using var server = FakeQmpServer.Start();
        server.On("query", deep);
        await using var client = await QmpClient.ConnectAsync(server.Path, cancellationToken: Token);

        var reply = await client.ExecuteAsync("query", cancellationToken: Token);

        Assert.Equal(deep, reply.ToString());
        Assert.ThrowsAny<JsonException>(() => reply.ToElement());
    }

    [Fact]
    public async Task A_long_command_arrives_whole_and_small_ones_follow_it()
    {
        await using var server = FakeQmpServer.Start();
        server.OnOther(static command => command.ReturnAsync(command.Arguments is { } a ? $"{a.GetProperty("x").GetString()!.Length}" : "0"));
        await using var client = await QmpClient.ConnectAsync(server.Path, cancellationToken: Token);
        var arguments = $$"""{"x": "{{new string('x', 5_000_000)}}"}""";

        Task<QmpReply>[] calls =
        [
            client.ExecuteAsync("a", cancellationToken: Token).AsTask(),
            client.ExecuteAsync("b", arguments, cancellationToken: Token).AsTask(),
            client.ExecuteAsync("c", cancellationToken: Token).AsTask(),
            client.ExecuteAsync("d", arguments, cancellationToken: Token).AsTask(),
        ];

        Assert.Equal(["0", "5000000", "0", "5000000"], (await Task.WhenAll(calls)).Select(static reply => reply.ToString()));
        Assert.Equal(["qmp_capabilities", "a", "b", "c", "d"], server.Commands.Select(static command => command.Name));
    }
}
