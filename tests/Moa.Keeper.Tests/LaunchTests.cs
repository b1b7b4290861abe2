using Moa.Launching;

namespace Moa.Keeper.Tests;

public sealed class LaunchTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_started_machine_has_answered_on_its_monitor_and_is_gone_when_disposed()
    {
        using var machine = new TestMachine();
        int pid;
        await using (var process = await QemuProcess.StartAsync(machine.Stopped(), Cancelled))
        {
            pid = process.Pid;
            Assert.True(Directory.Exists($"/proc/{pid}"));
            using var client = await QmpTestClient.ConnectAsync(process.QmpPath, Cancelled);
            Assert.Contains("\"prelaunch\"", await client.CommandAsync("{\"execute\":\"query-status\"}", Cancelled));
        }
        Assert.False(Directory.Exists($"/proc/{pid}"));
        Assert.False(Directory.Exists(machine.Runtime));
        Assert.False(Directory.Exists(machine.Data));
    }
}
