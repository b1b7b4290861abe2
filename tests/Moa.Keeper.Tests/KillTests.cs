using Moa.Interop.Linux;
using Moa.Launching;

namespace Moa.Keeper.Tests;

/// <summary>kill -9 at any instant of a start: afterwards the machine is whole or was never there (reliability.md 6).</summary>
public sealed class KillTests
{
    private const int Patience = 20_000;
    private static readonly int Rounds = Environment.GetEnvironmentVariable("MOA_SOAK") == "1" ? 200 : 20;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("temporary")]
    [InlineData("lasting")]
    public async Task The_manager_killed_at_any_instant_leaves_a_whole_machine_or_none(string kind)
    {
        var random = new Random(7);
        for (var round = 0; round < Rounds; round++)
        {
            using var machine = new TestMachine();
            using var none = NativeFile.Open("/dev/null", Libc.O_RDWR);
            var pid = ChildProcess.Start(
                Helper.Program, [Helper.Program, "helper", "manager", machine.Root, machine.Id, kind], null, [(none, 0), (none, 1), (none, 2)]);
            using (var manager = ProcessHandle.Open(pid)!)
            {
                manager.WaitForEnd(60 + random.Next(200));
                manager.Signal(9);
                manager.Reap();
            }
            if (kind == "temporary")
            {
                AwaitEnds(machine.Id);
                Assert.Null(await QemuProcess.AdoptAsync(machine.Runtime, Cancelled));
            }
            else
            {
                // Whatever state it was left in: a keeper is or comes to be there, or there is no machine.
                await using var found = await QemuProcess.AttachAsync(machine.Runtime, Cancelled)
                    ?? await QemuProcess.AdoptAsync(machine.Runtime, Cancelled);
                if (found is not null)
                {
                    await found.SignalAsync(9, Cancelled);
                    await found.WaitForExitAsync(Cancelled);
                }
                AwaitEnds(machine.Id);
                Assert.Null(await QemuProcess.AdoptAsync(machine.Runtime, Cancelled));
            }
            Assert.False(Directory.Exists(machine.Runtime));
            Assert.Empty(Leftovers.ProcessesWith(machine.Id));
        }
    }

    [Fact]
    public async Task The_keeper_killed_at_any_instant_leaves_a_machine_that_can_be_ended()
    {
        var random = new Random(8);
        for (var round = 0; round < Rounds; round++)
        {
            using var machine = new TestMachine();
            var starting = Task.Run(() => QemuProcess.StartAsync(machine.Stopped(), Cancelled), Cancelled);
            using (var moment = new ManualResetEventSlim())
                moment.Wait(random.Next(80), Cancelled);
            foreach (var pid in Leftovers.ProcessesWith("moa-keeper"))
            {
                if (Leftovers.ProcessesWith(machine.Id).Contains(pid))
                    ProcessHandle.Open(pid)?.Signal(9);
            }
            try
            {
                await (await starting).DisposeAsync();
            }
            catch (Keeping.KeeperException)
            {
                await using var found = await QemuProcess.AdoptAsync(machine.Runtime, Cancelled);
            }
            AwaitEnds(machine.Id);
            Assert.Empty(Leftovers.ProcessesWith(machine.Id));
            Assert.False(Directory.Exists(machine.Runtime));
        }
    }

    private static void AwaitEnds(string id)
    {
        foreach (var pid in Leftovers.ProcessesWith(id))
        {
            using var process = ProcessHandle.Open(pid);
            Assert.True(process?.WaitForEnd(Patience) ?? true, $"Process {pid} of {id} lives on.");
        }
    }
}
