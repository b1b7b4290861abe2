using Moa.Interop.Linux;
using Moa.Launching;

namespace Moa.Keeper.Tests;

public sealed class LaunchTests : IDisposable
{
    private readonly TestMachine machine = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => machine.Dispose();

    [Fact]
    public async Task A_started_machine_has_answered_on_its_monitor_and_is_gone_when_disposed()
    {
        int pid;
        await using (var process = await QemuProcess.StartAsync(machine.Stopped(), Cancelled))
        {
            pid = process.Pid;
            Assert.True(Directory.Exists($"/proc/{pid}"));
            using var client = await QmpTestClient.ConnectAsync(process.QmpPath, Cancelled);
            Assert.Contains("\"prelaunch\"", await client.CommandAsync("{\"execute\":\"query-status\"}", Cancelled));
        }
        Assert.Empty(Leftovers.ProcessesWith(machine.Id));
        Assert.Empty(Leftovers.Zombies().Where(zombie => zombie == pid));
        Assert.False(Directory.Exists(machine.Runtime));
        Assert.False(Directory.Exists(machine.Data));
    }

    [Fact]
    public async Task The_sandbox_holds_and_signals_are_as_a_program_expects_them()
    {
        await using var process = await QemuProcess.StartAsync(machine.Stopped(), Cancelled);
        Assert.Equal(2, Leftovers.Status(process.Pid, "Seccomp"));
        Assert.Equal(1, Leftovers.Status(process.Pid, "NoNewPrivs"));
        await using var plain = await QemuProcess.StartAsync(
            machine.Program("/bin/sleep", "1000") with { RuntimeFolder = machine.File("r2"), DataFolder = null }, Cancelled);
        Assert.Equal(0, Leftovers.SignalSet(plain.Pid, "SigBlk"));
        Assert.Equal(0, Leftovers.SignalSet(plain.Pid, "SigIgn"));
    }

    [Fact]
    public async Task A_program_without_a_monitor_is_kept_like_a_QEMU()
    {
        await using var process = await QemuProcess.StartAsync(
            machine.Program(machine.Script("echo said; echo loud >&2; exit 42")), Cancelled);
        var exit = await process.WaitForExitAsync(Cancelled);
        Assert.Equal(42, exit.Code);
        Assert.Equal("said\nloud\n", exit.Stderr);
        Assert.Equal("said\nloud\n", File.ReadAllText(process.QemuLogPath));
    }

    [Fact]
    public async Task Arguments_environment_and_folder_arrive_as_they_were_given()
    {
        await using var process = await QemuProcess.StartAsync(
            machine.Program(machine.Script("pwd; printf '%s|' \"$@\"; env"), "a b", "", "ü,=\"'\n", "$(x)") with
            {
                WorkingFolder = "/usr",
                Environment = new Dictionary<string, string> { ["ONLY"] = "this one" },
            }, Cancelled);
        var exit = await process.WaitForExitAsync(Cancelled);
        Assert.StartsWith("/usr\na b||ü,=\"'\n|$(x)|", exit.Stderr);
        Assert.Contains("ONLY=this one\n", exit.Stderr);
        Assert.DoesNotContain("HOME=", exit.Stderr);
    }

    [Fact]
    public async Task Many_long_arguments_arrive_too()
    {
        string[] arguments = [.. Enumerable.Range(0, 800).Select(static i => new string('x', 1000) + i)];
        await using var process = await QemuProcess.StartAsync(machine.Program(machine.Script("echo $# ${800}"), arguments), Cancelled);
        Assert.Equal($"800 {arguments[799]}\n", (await process.WaitForExitAsync(Cancelled)).Stderr);
    }

    [Fact]
    public async Task QEMU_gets_the_listed_descriptors_and_no_other()
    {
        using var shown = new FileStream(machine.File("shown"), FileMode.Create);
        using var hidden = new FileStream(machine.File("hidden"), FileMode.Create);
        const int SetDescriptorFlags = 2;
        Assert.Equal(0, Libc.fcntl(hidden.SafeFileHandle, SetDescriptorFlags, 0));
        await using var process = await QemuProcess.StartAsync(
            machine.Program("/bin/sleep", "1000") with { QmpNumber = null, Descriptors = [new(shown.SafeFileHandle, 9), new(shown.SafeFileHandle, 4)] }, Cancelled);
        // The program's own start may not be over.
        var descriptors = Leftovers.Descriptors(process.Pid);
        Assert.Equal([0, 1, 2, 4, 9], descriptors.Keys);
        Assert.Equal("/dev/null", descriptors[0]);
        Assert.StartsWith("pipe:", descriptors[1]);
        Assert.Equal(descriptors[1], descriptors[2]);
        Assert.Equal(machine.File("shown"), descriptors[4]);
        Assert.Equal(machine.File("shown"), descriptors[9]);
    }

    [Fact]
    public async Task The_keeper_has_no_descriptor_that_it_was_not_given()
    {
        using var hidden = new FileStream(machine.File("hidden"), FileMode.Create);
        const int SetDescriptorFlags = 2;
        Assert.Equal(0, Libc.fcntl(hidden.SafeFileHandle, SetDescriptorFlags, 0));
        await using var process = await QemuProcess.StartAsync(machine.Stopped(), Cancelled);
        var keeper = (int)Leftovers.Status(process.Pid, "PPid");
        Assert.DoesNotContain(machine.File("hidden"), Leftovers.Descriptors(keeper).Values);
        Assert.DoesNotContain(machine.File("hidden"), Leftovers.Descriptors(process.Pid).Values);
        Assert.Equal("/dev/null", Leftovers.Descriptors(keeper)[2]);
    }

    [Fact]
    public async Task A_signal_goes_to_QEMU_and_its_exit_says_so()
    {
        await using var process = await QemuProcess.StartAsync(machine.Stopped(), Cancelled);
        await process.SignalAsync(15, Cancelled);
        var exit = await process.WaitForExitAsync(Cancelled);
        Assert.Equal(0, exit.Code);
        Assert.Equal(QemuExitReason.HostRequest, exit.Reason);
    }

    [Fact]
    public async Task Quit_is_a_request_of_the_host()
    {
        await using var process = await QemuProcess.StartAsync(machine.Stopped(), Cancelled);
        using var client = await QmpTestClient.ConnectAsync(process.QmpPath, Cancelled);
        await client.SendAsync("{\"execute\":\"quit\"}", Cancelled);
        Assert.Equal(QemuExitReason.HostRequest, (await process.WaitForExitAsync(Cancelled)).Reason);
    }

    [Fact]
    public async Task A_killed_QEMU_is_reported_with_the_signal()
    {
        await using var process = await QemuProcess.StartAsync(machine.Stopped(), Cancelled);
        using (var handle = ProcessHandle.Open(process.Pid))
            handle!.Signal(9);
        var exit = await process.WaitForExitAsync(Cancelled);
        Assert.Equal((null, 9, QemuExitReason.Killed), (exit.Code, exit.Signal, exit.Reason));
    }

    [Fact]
    public async Task What_cannot_be_started_at_all_is_an_argument_error()
    {
        foreach (var wrong in new[]
        {
            machine.Stopped() with { Id = "../x" },
            machine.Stopped() with { Arguments = ["a\0b"] },
            machine.Stopped() with { QmpNumber = 2 },
            machine.Stopped() with { QmpNumber = 4 },
            machine.Stopped() with { Environment = new Dictionary<string, string> { ["A=B"] = "" } },
        })
        {
            await Assert.ThrowsAnyAsync<ArgumentException>(() => QemuProcess.StartAsync(wrong, Cancelled));
        }
        Assert.False(Directory.Exists(machine.Runtime));
    }
}
