using Moa.Guests;

namespace Moa.GuestAgent.Tests;

/// <summary>The agent as PID 1 of a real guest.</summary>
public sealed class GuestTests(GuestMachine machine) : IClassFixture<GuestMachine>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_command_runs_in_the_guest()
    {
        await using var client = await machine.ConnectAsync();
        var result = await client.RunAsync(new GuestCommand("sh", "-c", "uname -r; id -u; hostname; ls /dev; cat /proc/mounts; lsmod; ps; ip a; dmesg | tail -30"), cancellationToken: Cancellation);
        TestContext.Current.TestOutputHelper!.WriteLine(result.StandardOutput + result.StandardError + machine.Console);
        Assert.Equal(0, result.ExitCode);
    }
}
