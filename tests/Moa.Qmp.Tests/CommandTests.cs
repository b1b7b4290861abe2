using System.Text;
using System.Text.Json;
using Moa.Testing;

namespace Moa.Qmp.Tests;

/// <summary>Commands and their replies.</summary>
public sealed class CommandTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static string Text(FakeQmpCommand command) => Encoding.UTF8.GetString(command.Raw.Span);

    [Fact]
    public async Task A_command_is_sent_without_a_byte_too_many()
    {
        await using var server = FakeQmpServer.Start();
        server.OnOther(static command => command.ReturnAsync());
        await using var client = await QmpClient.ConnectAsync(server.Path, cancellationToken: Token);

        await client.ExecuteAsync("query-status", cancellationToken: Token);
        await client.ExecuteAsync("a", "{ }", cancellationToken: Token);
        await client.ExecuteAsync("b", static writer => { }, cancellationToken: Token);
        await client.ExecuteAsync("c", """{ "x" : [ 1 , "\u00e9\/" ], "y": null }""", cancellationToken: Token);
        await client.ExecuteAsync("d", """{"x": {"a": 18446744073709551615}}"""u8.ToArray(), cancellationToken: Token);

        Assert.Equal(
            [
                """{"execute":"qmp_capabilities","arguments":{"enable":["oob"]}}""",
                """{"execute":"query-status"}""",
                """{"execute":"a"}""",
                """{"execute":"b"}""",
                """{"execute":"c","arguments":{"x":[1,"é/"],"y":null}}""",
                """{"execute":"d","arguments":{"x":{"a":18446744073709551615}}}""",
            ],
            server.Commands.Select(Text));
    }

    [Fact]
    public async Task Any_text_arrives_as_it_was_and_unescaped_where_JSON_allows()
    {
        await using var server = FakeQmpServer.Start();
        server.OnOther(static command => command.ReturnAsync());
        await using var client = await QmpClient.ConnectAsync(server.Path, cancellationToken: Token);
        var text = string.Concat(Enumerable.Range(0, 0x3000).Select(c => (char)c)) + "\uFFFD\uFFFF😀<>&'+/";

        await client.ExecuteAsync("x", writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("text", text);
            writer.WriteEndObject();
        }, cancellationToken: Token);

        var command = await server.ReceiveAsync(Token);
        Assert.Equal(text, command.Arguments!.Value.GetProperty("text").GetString());
        Assert.EndsWith("\uFFFD\uFFFF😀<>&'+/\"}}", Text(command), StringComparison.Ordinal);
        Assert.Contains("\"\\u0000\\u0001", Text(command), StringComparison.Ordinal);
        Assert.Contains("\\b\\t\\n\\u000b\\f\\r", Text(command), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("1")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("{'a': 1}")]
    [InlineData("{\"a\": 01}")]
    [InlineData("{\"a\": 1} // no")]
    [InlineData("{\"a\": 1, \"a\": 2}")]
    [InlineData("{\"a\": \"\\ud800\"}")]
    [InlineData("{\"\\udc00\": 1}")]
    public async Task Arguments_that_QEMU_would_choke_on_never_reach_it(string arguments)
    {
        await using var server = FakeQmpServer.Start();
        await using var client = await QmpClient.ConnectAsync(server.Path, cancellationToken: Token);

        await Assert.ThrowsAsync<ArgumentException>(() => client.ExecuteAsync("x", arguments, cancellationToken: Token).AsTask());

        Assert.Single(server.Commands);
    }

    [Fact]
    public async Task Bad_text_nesting_or_callbacks_are_refused_before_sending()
    {
        await using var server = FakeQmpServer.Start();
        server.OnOther(static command => command.ReturnAsync());
        await using var client = await QmpClient.ConnectAsync(server.Path, cancellationToken: Token);
        var deep = "{\"a\":" + new string('[', 1100) + new string(']', 1100) + "}";
        byte[] invalid = [.. "{\"a\":\""u8, 0xFF, .. "\"}"u8];
        Func<ValueTask<QmpReply>>[] bad =
        [
            () => client.ExecuteAsync("x", deep),
            () => client.ExecuteAsync("x", "{\"a\": \"\ud800\"}"),
            () => client.ExecuteAsync("x", invalid),
            () => client.ExecuteAsync("x", static writer => WriteObject(writer, "a", "lone \udfff surrogate")),
            () => client.ExecuteAsync("x", static writer => WriteObject(writer, "lone \ud800 name", "a")),
            () => client.ExecuteAsync("x", static writer => writer.WriteStartObject()),
            () => client.ExecuteAsync("x", static writer => writer.WriteStartArray()),
            () => client.ExecuteAsync("x", static writer => writer.WriteNumberValue(1)),
            () => client.ExecuteAsync("x", static writer => WriteObject(writer, "a", double.NaN)),
            () => client.ExecuteAsync("x", $"{{\"a\": [1{new StringBuilder().Insert(0, ",1", 1_100_000)}]}}"),
            () => client.ExecuteAsync("with space"),
            () => client.ExecuteAsync("with\"quote"),
            () => client.ExecuteAsync(""),
        ];

        foreach (var call in bad)
            await Assert.ThrowsAnyAsync<ArgumentException>(() => call().AsTask());

        await client.ExecuteAsync("good", cancellationToken: Token);
        Assert.Equal(["qmp_capabilities", "good"], server.Commands.Select(command => command.Name));
    }

    [Fact]
    public async Task A_callback_that_throws_spoils_nothing()
    {
        await using var server = FakeQmpServer.Start();
        server.OnOther(static command => command.ReturnAsync());
        await using var client = await QmpClient.ConnectAsync(server.Path, cancellationToken: Token);

        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => client.ExecuteAsync("x", static writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("half");
            throw new InvalidTimeZoneException();
        }, cancellationToken: Token).AsTask());

        await client.ExecuteAsync("x", static writer => WriteObject(writer, "whole", "yes"), cancellationToken: Token);
        Assert.Equal("""{"execute":"x","arguments":{"whole":"yes"}}""", Text(await server.ReceiveAsync(Token)));
    }

    [Fact]
    public async Task Numbers_keep_every_digit()
    {
        const string Numbers = "[-9223372036854775808, 18446744073709551615, 9007199254740993, 0.10000000000000001]";
        await using var server = FakeQmpServer.Start();
        server.On("query", Numbers);
        await using var client = await QmpClient.ConnectAsync(server.Path, cancellationToken: Token);

        var reply = await client.ExecuteAsync("query", cancellationToken: Token);

        Assert.Equal(Numbers, reply.ToString());
        Assert.Equal(long.MinValue, reply.ToElement()[0].GetInt64());
        Assert.Equal(ulong.MaxValue, reply.ToElement()[1].GetUInt64());
        Assert.Equal(9007199254740993, reply.ToElement()[2].GetInt64());
    }

    [Fact]
    public async Task A_typed_call_writes_its_arguments_and_decodes_its_reply_in_place()
    {
        await using var server = FakeQmpServer.Start();
        server.On("add", command => command.ReturnAsync($"{command.Arguments!.Value.GetProperty("n").GetInt64() + 1}"));
        await using var client = await QmpClient.ConnectAsync(server.Path, cancellationToken: Token);

        var next = await client.ExecuteAsync("add", 41L, static (writer, n) =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("n", n);
            writer.WriteEndObject();
        }, static json => long.Parse(json), cancellationToken: Token);

        Assert.Equal(42, next);
    }

    [Fact]
    public async Task An_error_has_class_and_words()
    {
        await using var server = FakeQmpServer.Start();
        server.On("fail", static command => command.ErrorAsync("DeviceNotFound", "No \"disk\" é\n here"));
        await using var client = await QmpClient.ConnectAsync(server.Path, cancellationToken: Token);

        var error = await Assert.ThrowsAsync<QmpCommandException>(() => client.ExecuteAsync("fail", cancellationToken: Token).AsTask());

        Assert.Equal(("fail", QmpErrorClass.DeviceNotFound, "No \"disk\" é\n here"), (error.Command, error.ErrorClass, error.Description));
        Assert.Equal("fail: No \"disk\" é\n here", error.Message);
    }

    [Theory]
    [InlineData("""{"return": inf}""")]
    [InlineData("""{"return": {"x": nan}}""")]
    [InlineData("""{"return": {"x": 1e}}""")]
    [InlineData("""{"return": {"x": }}""")]
    [InlineData("""{"return": {]}}""")]
    [InlineData("""{"return": }""")]
    [InlineData("""{"return": 1 2}""")]
    [InlineData("""{"return": {"cut": [""")]
    [InlineData("{\"return\": \"two\nlines\"}")]
    [InlineData("""{"error": "text"}""")]
    [InlineData("""{"error": {"class": 1, "desc": "x"}}""")]
    [InlineData("""{"error": {"class": "x"}}""")]
    [InlineData("""{"error": {"class": "x", "desc": "\ud800"}}""")]
    [InlineData("""{"return": 1, "error": {"class": "x", "desc": "y"}}""")]
    public async Task A_bad_reply_fails_its_own_command_only(string reply)
    {
        await using var server = FakeQmpServer.Start();
        server.On("bad", command => server.SendAsync(Encoding.UTF8.GetBytes(reply + "\r\n")));
        server.On("good", "1");
        await using var client = await QmpClient.ConnectAsync(server.Path, cancellationToken: Token);

        var before = client.ExecuteAsync("good", cancellationToken: Token).AsTask();
        var bad = client.ExecuteAsync("bad", cancellationToken: Token).AsTask();
        var after = client.ExecuteAsync("good", cancellationToken: Token).AsTask();

        var error = await Assert.ThrowsAsync<QmpProtocolException>(() => bad);
        Assert.Equal("bad", error.Command);
        Assert.Equal("1", (await before).ToString());
        Assert.Equal("1", (await after).ToString());
    }

    [Fact]
    public async Task Invalid_UTF_8_fails_its_own_command_only()
    {
        await using var server = FakeQmpServer.Start();
        server.On("bad", _ => server.SendAsync((byte[])[.. "{\"return\": \""u8, 0xC3, 0x28, .. "\"}\r\n"u8]));
        server.On("good", "1");
        await using var client = await QmpClient.ConnectAsync(server.Path, cancellationToken: Token);

        await Assert.ThrowsAsync<QmpProtocolException>(() => client.ExecuteAsync("bad", cancellationToken: Token).AsTask());
        await Assert.ThrowsAsync<QmpProtocolException>(() => client.ExecuteAsync("bad", DecodeText, cancellationToken: Token).AsTask());
        Assert.Equal("1", (await client.ExecuteAsync("good", cancellationToken: Token)).ToString());

        static string? DecodeText(ReadOnlySpan<byte> json)
        {
            var reader = new Utf8JsonReader(json);
            reader.Read();
            return reader.GetString();
        }
    }

    [Fact]
    public async Task Replies_nobody_asked_for_are_skipped()
    {
        await using var server = FakeQmpServer.Start();
        server.On("good", "1");
        await using var client = await QmpClient.ConnectAsync(server.Path, cancellationToken: Token);

        await server.SendAsync("""
            {"return": {"thin": "air"}}
            {"return": 5, "id": 99}
            {"error": {"class": "GenericError", "desc": "x"}, "id": "text"}
            {"QMP": {}}
            noise

            """u8.ToArray());
        using var events = client.Subscribe();
        await server.SendEventAsync("MARK");
        await events.ReadAsync(Token);

        Assert.Equal("1", (await client.ExecuteAsync("good", cancellationToken: Token)).ToString());
    }

    [Fact]
    public async Task A_pretty_printing_server_is_understood()
    {
        await using var server = FakeQmpServer.Start(new() { BytesPerSend = 3 });
        server.On("query", _ => server.SendAsync("{\r\n    \"return\": {\r\n        \"running\": true\r\n    }\r\n}\r\n"u8.ToArray()));
        await using var client = await QmpClient.ConnectAsync(server.Path, cancellationToken: Token);

        var reply = await client.ExecuteAsync("query", cancellationToken: Token);

        Assert.True(reply.ToElement().GetProperty("running").GetBoolean());
    }

    private static void WriteObject(Utf8JsonWriter writer, string name, object value)
    {
        writer.WriteStartObject();
        if (value is double number)
            writer.WriteNumber(name, number);
        else
            writer.WriteString(name, (string)value);
        writer.WriteEndObject();
    }
}
