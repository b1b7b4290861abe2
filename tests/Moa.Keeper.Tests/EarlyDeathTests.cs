using Moa.Launching;
using Moa.Probing;

namespace Moa.Keeper.Tests;

/// <summary>A program that does not come up is an error at once, with its own words, and leaves nothing.</summary>
public sealed class EarlyDeathTests : IDisposable
{
    private readonly TestMachine machine = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        Assert.False(Directory.Exists(machine.Runtime));
        Assert.False(Directory.Exists(machine.Data));
        Assert.Empty(Leftovers.ProcessesWith(machine.Id));
        machine.Dispose();
    }

    [Theory]
    [InlineData("0")]
    [InlineData("0.001")]
    [InlineData("0.005")]
    [InlineData("0.02")]
    [InlineData("0.05")]
    public async Task Its_status_and_its_words_are_in_the_error(string seconds)
    {
        var script = machine.Script($"echo it is broken >&2; sleep {seconds}; exit 3");
        var error = await FailAsync(machine.Program(script, "-x", machine.Id) with { QmpNumber = 3 });
        Assert.Equal(3, error.Exit?.Code);
        Assert.Equal(QemuExitReason.Error, error.Exit?.Reason);
        Assert.Equal("it is broken\n", error.Stderr);
        Assert.Equal(["-x", machine.Id], error.Arguments);
        Assert.Contains("it is broken", error.Message);
    }

    [Fact]
    public async Task A_lasting_machine_that_does_not_come_up_leaves_nothing_either()
    {
        var script = machine.Script("exit 1");
        var error = await FailAsync(machine.Program(script) with { QmpNumber = 3, Temporary = false });
        Assert.Contains("said nothing", error.Message);
    }

    [Fact]
    public async Task A_data_folder_that_was_there_before_stays()
    {
        Directory.CreateDirectory(machine.Data, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.WriteAllText(Path.Combine(machine.Data, "disk.qcow2"), "mine");
        await FailAsync(machine.Program(machine.Script("exit 1")) with { QmpNumber = 3, Temporary = false });
        Assert.Equal("mine", File.ReadAllText(Path.Combine(machine.Data, "disk.qcow2")));
        Directory.Delete(machine.Data, recursive: true);
    }

    [Theory]
    [InlineData("KILL", 9)]
    [InlineData("SEGV", 11)]
    [InlineData("PIPE", 13)]
    public async Task A_signal_that_killed_it_is_named(string name, int number)
    {
        var error = await FailAsync(machine.Program(machine.Script($"kill -{name} $$")) with { QmpNumber = 3 });
        Assert.Equal(number, error.Exit?.Signal);
        Assert.Null(error.Exit?.Code);
        Assert.Equal(QemuExitReason.Killed, error.Exit?.Reason);
        Assert.Contains($"signal {number}", error.Message);
    }

    [Fact]
    public async Task SIGSYS_is_explained_as_the_sandbox()
    {
        var error = await FailAsync(machine.Program(machine.Script("kill -SYS $$")) with { QmpNumber = 3 });
        Assert.Contains("SIGSYS", error.Message);
        Assert.Contains("sandbox", error.Message);
    }

    [Fact]
    public async Task A_QEMU_that_is_not_there_is_said_to_be_missing()
    {
        var error = await Assert.ThrowsAsync<QemuNotFoundException>(() =>
            QemuProcess.StartAsync(machine.Program(machine.File("qemu-system-x86_64")), Cancelled));
        Assert.Contains(machine.File("qemu-system-x86_64"), error.Message);
        Assert.Equal("x86_64", error.Architecture);
    }

    [Theory]
    [InlineData("no-such-program-anywhere", "PATH")]
    [InlineData("/no/such/program", "is not there")]
    public async Task A_program_that_is_not_there_is_said_to_be_missing(string name, string words) =>
        Assert.Contains(words, (await FailAsync(machine.Program(name))).Message);

    [Fact]
    public async Task A_program_that_may_not_be_run_is_said_to_be_so()
    {
        var script = machine.Script("exit 0");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.Contains("may not be run", (await FailAsync(machine.Program(script))).Message);
    }

    [Fact]
    public async Task A_program_for_another_host_is_said_to_be_so()
    {
        var script = machine.Script("exit 0");
        File.WriteAllBytes(script, [0x7f, (byte)'E', (byte)'L', (byte)'F', 9, 9, 9, 9, .. new byte[100]]);
        Assert.Contains("not a program this host can run", (await FailAsync(machine.Program(script))).Message);
    }

    [Fact]
    public async Task A_script_whose_interpreter_is_missing_is_said_to_be_so()
    {
        var script = machine.Script("exit 0");
        File.WriteAllText(script, "#!/no/such/interpreter\n");
        Assert.Contains("interpreter", (await FailAsync(machine.Program(script))).Message);
    }

    [Fact]
    public async Task A_working_folder_that_is_not_there_is_named()
    {
        var error = await FailAsync(machine.Program("/bin/true") with { WorkingFolder = machine.File("nowhere") });
        Assert.Contains(machine.File("nowhere"), error.Message);
    }

    [Fact]
    public async Task What_the_real_QEMU_says_when_it_refuses_is_in_the_error()
    {
        var info = machine.Stopped();
        var error = await FailAsync(info with { Arguments = [.. info.Arguments, "-device", "no-such-device"] });
        Assert.Equal(1, error.Exit?.Code);
        Assert.Contains("no-such-device", error.Stderr);
    }

    [Fact]
    public async Task Only_the_end_of_many_words_is_in_the_error()
    {
        var script = machine.Script("i=0; while [ $i -lt 3000 ]; do echo line number $i >&2; i=$((i+1)); done; exit 1");
        var error = await FailAsync(machine.Program(script) with { QmpNumber = 3 });
        Assert.Equal(16 << 10, error.Stderr.Length);
        Assert.EndsWith("line number 2999\n", error.Stderr);
    }

    [Fact]
    public async Task A_program_that_never_answers_is_ended_when_its_time_is_up()
    {
        var script = machine.Script("exec sleep 1000");
        await Assert.ThrowsAsync<MoaTimeoutException>(() => QemuProcess.StartAsync(
            machine.Program(script) with { QmpNumber = 3, StartTimeout = TimeSpan.FromMilliseconds(200), Temporary = false }, Cancelled));
    }

    [Fact]
    public async Task Cancelling_a_start_ends_what_was_started()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        var started = QemuProcess.StartAsync(machine.Program(machine.Script("exec sleep 1000")) with { QmpNumber = 3, Temporary = false }, cancel.Token);
        cancel.CancelAfter(TimeSpan.FromMilliseconds(100));
        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => started);
        Assert.Equal(cancel.Token, error.CancellationToken);
    }

    private static async Task<QemuLaunchException> FailAsync(QemuStartInfo info) =>
        await Assert.ThrowsAsync<QemuLaunchException>(() => QemuProcess.StartAsync(info, Cancelled));
}
