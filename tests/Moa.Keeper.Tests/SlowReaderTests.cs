using Moa.Launching;

namespace Moa.Keeper.Tests;

/// <summary>A client that does not read costs the others nothing, and the keeper a bounded amount of memory.</summary>
public sealed class SlowReaderTests : IDisposable
{
    private readonly TestMachine machine = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => machine.Dispose();

    [Fact]
    public async Task It_is_cut_off_at_64_MiB_while_the_others_are_answered()
    {
        // Every reply is 1 MiB.
        await using var process = await QemuProcess.StartAsync(machine.Role("monitor", $"{1 << 20}") with { QmpNumber = 3 }, Cancelled);
        using var silent = await QmpTestClient.ConnectAsync(process.QmpPath, Cancelled);
        using var other = await QmpTestClient.ConnectAsync(process.QmpPath, Cancelled);
        for (var i = 0; i < 80; i++)
            await silent.SendAsync("{\"execute\":\"big\"}", Cancelled);
        for (var i = 0; i < 80; i++)
            Assert.Contains("return", await other.CommandAsync("{\"execute\":\"big\"}", Cancelled));
        var read = 0;
        while (await silent.ReadLineAsync(Cancelled) is not null)
            read++;
        Assert.InRange(read, 0, 66);
        Assert.Contains("return", await other.CommandAsync("{\"execute\":\"big\"}", Cancelled));
        var keeper = (int)Leftovers.Status(process.Pid, "PPid");
        Assert.InRange(Leftovers.Kilobytes(keeper, "VmHWM"), 1, 200 << 10);
    }

    [Fact]
    public async Task A_console_that_is_not_read_is_cut_off_too()
    {
        await using var process = await QemuProcess.StartAsync(
            machine.Role("console", "flood", $"{3 << 20}") with { SerialNumber = 5, Temporary = false }, Cancelled);
        await using var console = await process.OpenConsoleAsync(Cancelled);
        Assert.Equal(0, (await process.WaitForExitAsync(Cancelled)).Code);
        Assert.True(File.Exists(process.ConsoleLogPath));
    }
}
