using System.Text.Json;
using Moa.Testing;

namespace Moa.Qmp.Tests;

/// <summary>The examples of docs/qmp.md, as they stand there.</summary>
public sealed class DocumentationTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_examples_work()
    {
        await using var server = FakeQmpServer.Start();
        server.On("query-status", """{"status": "running", "running": true}""");
        server.On("device_del", async command =>
        {
            await command.ReturnAsync();
            await server.SendEventAsync("DEVICE_DELETED", """{"device": "rng0", "path": "/machine/peripheral/rng0"}""");
        });
        await using var client = await QmpClient.ConnectAsync(server.Path, cancellationToken: Token);

        var status = await client.ExecuteAsync("query-status", cancellationToken: Token);
        Assert.True(status.ToElement().GetProperty("running").GetBoolean());

        var running = await client.ExecuteAsync("query-status", static json =>
        {
            var reader = new Utf8JsonReader(json);
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("running"u8))
                {
                    reader.Read();
                    return reader.GetBoolean();
                }
            }
            throw new FormatException("No member 'running'.");
        }, cancellationToken: Token);
        Assert.True(running);

        var (_, end) = await client.SendAndWaitAsync(
            ["DEVICE_DELETED", "DEVICE_UNPLUG_GUEST_ERROR"],
            item => item.ToElement().TryGetProperty("device", out var id) && id.GetString() == "rng0",
            stop => client.ExecuteAsync("device_del", """{"id": "rng0"}""", cancellationToken: stop),
            limit: TimeSpan.FromSeconds(10),
            cancellationToken: Token);
        Assert.Equal("DEVICE_DELETED", end.Name);
    }
}
