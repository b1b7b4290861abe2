using Moa.Launching;

namespace Moa.Keeper.Tests;

/// <summary>Many machines at once; alone in the process, so that what is left of them can be counted.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;

/// <inheritdoc cref="Alone"/>
[Collection(nameof(Alone))]
public sealed class ParallelTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Twenty_machines_at_once_are_each_right_and_leave_nothing()
    {
        await RunAsync(2);
        var before = Leftovers.Descriptors(Environment.ProcessId).Count;
        await RunAsync(20);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.InRange(Leftovers.Descriptors(Environment.ProcessId).Count, 0, before);
        Assert.Empty(Leftovers.Zombies());
    }

    [Fact]
    public async Task Fifty_failing_starts_leave_no_descriptor()
    {
        async Task FailAsync(int count)
        {
            await Task.WhenAll(Enumerable.Range(0, count).Select(_ => Task.Run(async () =>
            {
                using var machine = new TestMachine();
                await Assert.ThrowsAsync<QemuLaunchException>(() =>
                    QemuProcess.StartAsync(machine.Program("/bin/false") with { QmpNumber = 3 }, Cancelled));
            }, Cancelled)));
        }
        await FailAsync(2);
        var before = Leftovers.Descriptors(Environment.ProcessId).Count;
        await FailAsync(50);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.InRange(Leftovers.Descriptors(Environment.ProcessId).Count, 0, before);
        Assert.Empty(Leftovers.Zombies());
    }

    private static async Task RunAsync(int count) => await Task.WhenAll(Enumerable.Range(0, count).Select(number => Task.Run(async () =>
    {
        using var machine = new TestMachine();
        var info = machine.Stopped();
        await using (var process = await QemuProcess.StartAsync(info with { Arguments = [.. info.Arguments, "-name", $"number{number}"] }, Cancelled))
        {
            using var client = await QmpTestClient.ConnectAsync(process.QmpPath, Cancelled);
            Assert.Contains($"\"number{number}\"", await client.CommandAsync("{\"execute\":\"query-name\"}", Cancelled));
        }
        Assert.False(Directory.Exists(machine.Runtime));
        Assert.Empty(Leftovers.ProcessesWith(machine.Id));
    }, Cancelled)));
}
