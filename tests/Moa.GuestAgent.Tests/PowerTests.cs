using Moa.Guests;

namespace Moa.GuestAgent.Tests;

/// <summary>Guests that end, or start again.</summary>
public sealed class PowerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_guest_that_starts_again_is_noticed_and_can_be_used_again_and_switched_off()
    {
        await using var machine = await StartAsync();
        await using var client = await machine.ConnectAsync();
        var process = await client.StartAsync(new GuestCommand("sleep", "1000"), Cancellation);

        // Without warning, as if its power had failed.
        await machine.CommandAsync("system_reset");
        await Assert.ThrowsAsync<GuestConnectionException>(() => process.ExitAsync(Cancellation));
        await client.ReadyAsync(Cancellation);
        Assert.Equal(0, (await client.RunAsync(new GuestCommand("true"), cancellationToken: Cancellation)).ExitCode);

        await client.PowerAsync(GuestPowerAction.Reboot, Cancellation);
        await Assert.ThrowsAsync<GuestConnectionException>(() => RunUntilItFailsAsync(client));
        await client.ReadyAsync(Cancellation);
        Assert.Equal(0, (await client.RunAsync(new GuestCommand("true"), cancellationToken: Cancellation)).ExitCode);

        await client.PowerAsync(GuestPowerAction.PowerOff, Cancellation);
        await machine.Qemu.WaitForExitAsync(Cancellation);
        Assert.Equal(0, machine.Qemu.ExitCode);
        Assert.DoesNotContain("panic", machine.Console, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Poweroff_in_the_guest_switches_it_off_even_when_something_ignores_it()
    {
        await using var machine = await StartAsync();
        await using var client = await machine.ConnectAsync();
        var process = await client.StartAsync(
            new GuestCommand("sh", "-c", "trap '' TERM HUP; echo ready; while :; do sleep 1; done") { Detached = true }, Cancellation);
        await client.RunAsync(new GuestCommand("poweroff"), cancellationToken: Cancellation);
        await machine.Qemu.WaitForExitAsync(Cancellation);
        Assert.Equal(0, machine.Qemu.ExitCode);
        Assert.Contains("Power down", machine.Console, StringComparison.Ordinal);
    }

    private static async Task RunUntilItFailsAsync(GuestClient client)
    {
        while (true)
            await client.RunAsync(new GuestCommand("true"), cancellationToken: Cancellation);
    }

    private static async Task<GuestMachine> StartAsync()
    {
        var machine = new GuestMachine();
        await machine.InitializeAsync();
        return machine;
    }
}
