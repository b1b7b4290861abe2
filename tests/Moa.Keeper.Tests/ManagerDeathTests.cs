using System.Globalization;
using Moa.Interop.Linux;
using Moa.Keeping;
using Moa.Keeping.Protocol;
using Moa.Launching;

namespace Moa.Keeper.Tests;

/// <summary>Who holds a machine when the process that started it is gone, and what a second one sees.</summary>
public sealed class ManagerDeathTests : IDisposable
{
    private const int Patience = 20_000;
    private readonly TestMachine machine = new();
    private ProcessHandle? started;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        started?.Reap();
        started?.Dispose();
        Assert.Empty(Leftovers.ProcessesWith($"moa.{machine.Id}."));
        machine.Dispose();
    }

    [Fact]
    public async Task A_temporary_machine_ends_with_its_manager_and_leaves_nothing()
    {
        var (manager, qemu, keeper) = StartManager("temporary");
        manager.Signal(9);
        Assert.True(qemu.WaitForEnd(Patience));
        Assert.True(keeper.WaitForEnd(Patience));
        Assert.False(Directory.Exists(machine.Runtime));
        Assert.False(Directory.Exists(machine.Data));
        await Task.CompletedTask;
    }

    [Fact]
    public async Task A_lasting_machine_goes_on_and_a_second_process_sees_it_to_its_end()
    {
        var (manager, qemu, keeper) = StartManager("lasting");
        manager.Signal(9);
        Assert.True(manager.WaitForEnd(Patience));

        await using var process = await QemuProcess.AttachAsync(machine.Runtime, Cancelled);
        Assert.NotNull(process);
        Assert.Equal((machine.Id, qemu.Pid, machine.Data), (process.Id, process.Pid, process.DataFolder));
        using (var client = await QmpTestClient.ConnectAsync(process.QmpPath, Cancelled))
            Assert.Contains("prelaunch", await client.CommandAsync("{\"execute\":\"query-status\"}", Cancelled));
        await process.SignalAsync(15, Cancelled);
        var exit = await process.WaitForExitAsync(Cancelled);
        Assert.Equal((0, QemuExitReason.HostRequest), (exit.Code, exit.Reason));
        Assert.True(keeper.WaitForEnd(Patience));
        Assert.False(Directory.Exists(machine.Runtime));
        Assert.Contains("\"host-signal\"", File.ReadAllText(Path.Combine(machine.Data, "exit.json")));
    }

    [Fact]
    public async Task Two_processes_use_a_machine_at_once_and_the_second_leaving_changes_nothing()
    {
        await using var first = await QemuProcess.StartAsync(machine.Stopped(), Cancelled);
        await using (var second = await QemuProcess.AttachAsync(machine.Runtime, Cancelled))
        {
            Assert.Equal(first.Pid, second!.Pid);
            using var one = await QmpTestClient.ConnectAsync(first.QmpPath, Cancelled);
            using var two = await QmpTestClient.ConnectAsync(second.QmpPath, Cancelled);
            Assert.Contains("return", await two.CommandAsync("{\"execute\":\"query-status\"}", Cancelled));
            Assert.Contains("return", await one.CommandAsync("{\"execute\":\"query-status\"}", Cancelled));
        }
        Assert.False(first.HasExited);
        using var client = await QmpTestClient.ConnectAsync(first.QmpPath, Cancelled);
    }

    [Fact]
    public async Task A_machine_ended_from_a_second_process_is_reported_in_the_first()
    {
        await using var first = await QemuProcess.StartAsync(machine.Stopped(), Cancelled);
        await using var second = await QemuProcess.AttachAsync(machine.Runtime, Cancelled);
        await second!.SignalAsync(9, Cancelled);
        Assert.Equal(9, (await first.WaitForExitAsync(Cancelled)).Signal);
        Assert.Equal(9, (await second.WaitForExitAsync(Cancelled)).Signal);
    }

    [Fact]
    public async Task A_retained_machine_outlives_its_manager()
    {
        var first = await QemuProcess.StartAsync(machine.Stopped(), Cancelled);
        await first.RetainAsync(Cancelled);
        Assert.False(first.IsTemporary);
        await first.DisposeAsync();
        await using var second = await QemuProcess.AttachAsync(machine.Runtime, Cancelled);
        Assert.False(second!.IsTemporary);
        await second.SignalAsync(9, Cancelled);
        await second.WaitForExitAsync(Cancelled);
    }

    [Fact]
    public async Task The_keeper_of_a_machine_that_was_let_go_does_not_outstay_it()
    {
        ProcessHandle keeper;
        await using (var first = await QemuProcess.StartAsync(machine.Stopped(temporary: false), Cancelled))
            keeper = Keeper(first);
        await using var second = await QemuProcess.AttachAsync(machine.Runtime, Cancelled);
        await second!.SignalAsync(9, Cancelled);
        // It would wait ten seconds for a starter that says nothing.
        Assert.True(keeper.WaitForEnd(6000));
        keeper.Dispose();
    }

    [Fact]
    public async Task Nobody_answers_where_no_machine_runs()
    {
        Assert.Null(await QemuProcess.AttachAsync(machine.Runtime, Cancelled));
        Assert.Null(await QemuProcess.AdoptAsync(machine.Runtime, Cancelled));
    }

    [Fact]
    public async Task A_killed_keeper_leaves_QEMU_running_and_a_new_one_takes_it_up()
    {
        await using var first = await QemuProcess.StartAsync(machine.Stopped(temporary: false), Cancelled);
        KillKeeper(first);
        await Assert.ThrowsAsync<KeeperException>(() => first.WaitForExitAsync(Cancelled));
        await Assert.ThrowsAsync<KeeperException>(() => first.SignalAsync(15, Cancelled));
        Assert.Null(await QemuProcess.AttachAsync(machine.Runtime, Cancelled));
        await Assert.ThrowsAsync<MachineRunningException>(() => QemuProcess.StartAsync(machine.Stopped(), Cancelled));

        await using var second = await QemuProcess.AdoptAsync(machine.Runtime, Cancelled);
        Assert.Equal((first.Pid, true, false), (second!.Pid, second.IsAdopted, second.IsTemporary));
        using (var client = await QmpTestClient.ConnectAsync(second.QmpPath, Cancelled))
            Assert.Contains("prelaunch", await client.CommandAsync("{\"execute\":\"query-status\"}", Cancelled));
        await second.SignalAsync(15, Cancelled);
        var exit = await second.WaitForExitAsync(Cancelled);
        Assert.Equal((null, null, QemuExitReason.HostRequest), (exit.Code, exit.Signal, exit.Reason));
    }

    [Fact]
    public async Task An_adopted_keeper_can_be_killed_too()
    {
        await using var first = await QemuProcess.StartAsync(machine.Stopped(temporary: false), Cancelled);
        KillKeeper(first);
        for (var i = 0; i < 3; i++)
        {
            await using var next = await QemuProcess.AdoptAsync(machine.Runtime, Cancelled);
            Assert.Equal(first.Pid, next!.Pid);
            using var record = ProcessHandle.Open(ProcessRecord.Load(machine.Runtime)!.KeeperPid);
            record!.Signal(9);
            Assert.True(record.WaitForEnd(Patience));
        }
        await using var last = await QemuProcess.AdoptAsync(machine.Runtime, Cancelled);
        await last!.SignalAsync(9, Cancelled);
        await last.WaitForExitAsync(Cancelled);
    }

    [Fact]
    public async Task Of_several_that_adopt_at_once_all_get_the_same_keeper()
    {
        await using var first = await QemuProcess.StartAsync(machine.Stopped(temporary: false), Cancelled);
        KillKeeper(first);
        var all = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => QemuProcess.AdoptAsync(machine.Runtime, Cancelled), Cancelled)));
        Assert.All(all, process => Assert.Equal(first.Pid, process!.Pid));
        await all[0]!.SignalAsync(9, Cancelled);
        foreach (var process in all)
        {
            await process!.WaitForExitAsync(Cancelled);
            await process.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_temporary_machine_whose_keeper_was_killed_is_ended_when_it_is_let_go()
    {
        var process = await QemuProcess.StartAsync(machine.Stopped(), Cancelled);
        using var qemu = ProcessHandle.Open(process.Pid)!;
        KillKeeper(process);
        await process.DisposeAsync();
        Assert.True(qemu.WaitForEnd(Patience));
        Assert.False(Directory.Exists(machine.Runtime));
        Assert.False(Directory.Exists(machine.Data));
    }

    [Fact]
    public async Task A_machine_that_lost_keeper_and_manager_is_found_and_ended_as_it_was_meant_to_be()
    {
        var (manager, qemu, keeper) = StartManager("temporary");
        keeper.Signal(9);
        manager.Signal(9);
        Assert.True(keeper.WaitForEnd(Patience));
        await using (var found = await QemuProcess.AdoptAsync(machine.Runtime, Cancelled))
            Assert.True(found!.IsTemporary);
        Assert.True(qemu.WaitForEnd(Patience));
        Assert.False(Directory.Exists(machine.Data));
    }

    [Fact]
    public async Task What_a_machine_left_that_ended_without_a_keeper_is_cleared_away()
    {
        await using var process = await QemuProcess.StartAsync(machine.Stopped(temporary: false), Cancelled);
        KillKeeper(process);
        using (var qemu = ProcessHandle.Open(process.Pid)!)
        {
            qemu.Signal(9);
            Assert.True(qemu.WaitForEnd(Patience));
        }
        Assert.Null(await QemuProcess.AdoptAsync(machine.Runtime, Cancelled));
        Assert.False(Directory.Exists(machine.Runtime));
        Assert.True(Directory.Exists(machine.Data));
    }

    [Theory]
    [InlineData("start time")]
    [InlineData("boot")]
    [InlineData("mark")]
    public async Task A_stranger_with_the_pid_of_a_dead_QEMU_is_left_alone(string difference)
    {
        await using var stranger = await QemuProcess.StartAsync(
            machine.Program("/bin/sleep", "1000") with { RuntimeFolder = machine.File("s"), DataFolder = null }, Cancelled);
        Directory.CreateDirectory(machine.Runtime);
        new ProcessRecord
        {
            Id = machine.Id,
            Data = machine.Data,
            Boot = difference == "boot" ? "another" : ProcFile.BootId(),
            QemuPid = stranger.Pid,
            QemuStartTime = ProcFile.StartTime(stranger.Pid)!.Value + (difference == "start time" ? 1 : 0),
            Marked = difference == "mark",
        }.Save(machine.Runtime);
        Assert.Null(await QemuProcess.AdoptAsync(machine.Runtime, Cancelled));
        Assert.False(stranger.HasExited);
        Assert.False(Directory.Exists(machine.Runtime));
    }

    [Fact]
    public async Task A_QEMU_that_was_started_but_not_yet_recorded_is_found_by_its_mark()
    {
        await using var process = await QemuProcess.StartAsync(machine.Stopped(temporary: false), Cancelled);
        var record = ProcessRecord.Load(machine.Runtime)!;
        KillKeeper(process);
        record.QemuPid = 0;
        record.QemuStartTime = 0;
        record.Save(machine.Runtime);
        await using var found = await QemuProcess.AdoptAsync(machine.Runtime, Cancelled);
        Assert.Equal(process.Pid, found!.Pid);
        await found.SignalAsync(9, Cancelled);
        await found.WaitForExitAsync(Cancelled);
    }

    [Fact]
    public async Task SIGTERM_to_the_keeper_ends_a_temporary_machine_and_no_other()
    {
        await using var lasting = await QemuProcess.StartAsync(machine.Stopped(temporary: false), Cancelled);
        using var keeper = Keeper(lasting);
        keeper.Signal(15);
        keeper.Signal(1);
        keeper.Signal(2);
        await using (var attached = await QemuProcess.AttachAsync(machine.Runtime, Cancelled))
            Assert.Equal(lasting.Pid, attached!.Pid);
        Assert.False(keeper.WaitForEnd(100));
        await lasting.SignalAsync(9, Cancelled);
        await lasting.WaitForExitAsync(Cancelled);
        await lasting.DisposeAsync();

        await using var temporary = await QemuProcess.StartAsync(machine.Stopped(), Cancelled);
        using var other = Keeper(temporary);
        other.Signal(15);
        Assert.Equal(QemuExitReason.HostRequest, (await temporary.WaitForExitAsync(Cancelled)).Reason);
    }

    [Fact]
    public async Task A_stopped_QEMU_hinders_neither_attaching_nor_ending()
    {
        await using var process = await QemuProcess.StartAsync(machine.Stopped(), Cancelled);
        await process.SignalAsync(19, Cancelled);
        await using var second = await QemuProcess.AttachAsync(machine.Runtime, Cancelled);
        using var client = await QmpTestClient.ConnectAsync(second!.QmpPath, Cancelled);
        await second.SignalAsync(9, Cancelled);
        Assert.Equal(9, (await process.WaitForExitAsync(Cancelled)).Signal);
    }

    private static ProcessHandle Keeper(QemuProcess process) =>
        ProcessHandle.Open((int)Leftovers.Status(process.Pid, "PPid"))!;

    private static void KillKeeper(QemuProcess process)
    {
        using var keeper = Keeper(process);
        keeper.Signal(9);
        Assert.True(keeper.WaitForEnd(Patience));
    }

    private (ProcessHandle Manager, ProcessHandle Qemu, ProcessHandle Keeper) StartManager(string kind)
    {
        var (read, write) = NativeFile.Pipe();
        using var none = NativeFile.Open("/dev/null", Libc.O_RDWR);
        int pid;
        using (write)
        {
            pid = ChildProcess.Start(
                Helper.Program, [Helper.Program, "helper", "manager", machine.Root, machine.Id, kind], null, [(none, 0), (write, 1), (none, 2)]);
        }
        using var reader = new StreamReader(new FileStream(new Microsoft.Win32.SafeHandles.SafeFileHandle(read.Number, ownsHandle: false), FileAccess.Read));
        var line = reader.ReadLine() ?? throw new InvalidOperationException("The manager did not start its machine.");
        read.Dispose();
        var pids = line.Split(' ').Select(static text => int.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        started = ProcessHandle.Open(pid)!;
        return (started, ProcessHandle.Open(pids[0])!, ProcessHandle.Open(pids[1])!);
    }
}
