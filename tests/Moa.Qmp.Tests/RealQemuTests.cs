using System.Text.Json;

namespace Moa.Qmp.Tests;

public sealed class RealQemuTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task QEMU_greets_and_answers()
    {
        await using var qemu = new RealQemu();
        await using QmpClient client = await qemu.ConnectAsync();

        QmpReply reply = await client.ExecuteAsync("query-status", cancellationToken: Token);

        Assert.True(client.Greeting.Version >= new QemuVersion(7, 2, 0));
        Assert.Contains("oob", client.Greeting.Capabilities);
        Assert.True(client.OutOfBand);
        Assert.False(reply.ToElement().GetProperty("running").GetBoolean());
    }

    [Fact]
    public async Task A_refused_command_says_why_and_the_connection_works_on()
    {
        await using var qemu = new RealQemu();
        await using QmpClient client = await qemu.ConnectAsync();

        var refusal = await Assert.ThrowsAsync<QmpCommandException>(() => client.ExecuteAsync("no-such-command", cancellationToken: Token).AsTask());

        Assert.Equal("no-such-command", refusal.Command);
        Assert.Equal(QmpErrorClass.CommandNotFound, refusal.ErrorClass);
        Assert.Equal(JsonValueKind.Object, (await client.ExecuteAsync("query-version", cancellationToken: Token)).ToElement().ValueKind);
    }

    [Fact]
    public async Task An_event_reaches_its_subscription_and_quit_is_a_success()
    {
        await using var qemu = new RealQemu();
        await using QmpClient client = await qemu.ConnectAsync();
        using QmpSubscription events = client.Subscribe("SHUTDOWN");

        await client.ExecuteAsync("quit", cancellationToken: Token);

        QmpEvent? shutdown = await events.ReadAsync(Token);
        Assert.Equal("host-qmp-quit", shutdown!.ToElement().GetProperty("reason").GetString());
        Assert.NotNull(shutdown.Timestamp);
        Assert.Equal(QmpDisconnectReason.Quit, (await client.Disconnected.WaitAsync(Token)).Reason);
        Assert.Equal(0, await qemu.WaitForExitAsync());
    }
}
