using System.Net.Sockets;
using Moa.Launching;

namespace Moa.Keeper.Tests;

public sealed class FolderTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private readonly TestMachine machine = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => machine.Dispose();

    [Fact]
    public async Task A_runtime_folder_whose_sockets_would_have_too_long_a_path_is_refused()
    {
        var info = machine.Stopped() with { RuntimeFolder = "/tmp/" + new string('r', 91) };
        var error = await Assert.ThrowsAsync<RuntimeFolderException>(() => QemuProcess.StartAsync(info, Cancelled));
        Assert.Equal(RuntimeFolderProblem.TooLong, error.Problem);
        Assert.Contains("1 bytes too long", error.Message);
        Assert.False(Directory.Exists(info.RuntimeFolder));
    }

    [Fact]
    public async Task The_longest_runtime_folder_there_can_be_works()
    {
        var folder = machine.File("r");
        folder += new string('r', 95 - folder.Length);
        await using var process = await QemuProcess.StartAsync(machine.Stopped() with { RuntimeFolder = folder }, Cancelled);
        using var client = await QmpTestClient.ConnectAsync(process.QmpPath, Cancelled);
    }

    [Fact]
    public async Task A_runtime_folder_that_others_may_enter_is_refused()
    {
        Directory.CreateDirectory(machine.Runtime, OwnerOnly | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        var error = await Assert.ThrowsAsync<RuntimeFolderException>(() => QemuProcess.StartAsync(machine.Stopped(), Cancelled));
        Assert.Equal(RuntimeFolderProblem.NotOurs, error.Problem);
        Assert.True(Directory.Exists(machine.Runtime));
    }

    [Fact]
    public async Task A_runtime_folder_below_one_that_others_may_change_is_refused()
    {
        var shared = machine.File("shared");
        Directory.CreateDirectory(shared);
        File.SetUnixFileMode(shared, OwnerOnly | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute);
        var info = machine.Stopped() with { RuntimeFolder = Path.Combine(shared, "r") };
        var error = await Assert.ThrowsAsync<RuntimeFolderException>(() => QemuProcess.StartAsync(info, Cancelled));
        Assert.Equal(RuntimeFolderProblem.NotOurs, error.Problem);
        Assert.Empty(Directory.EnumerateFileSystemEntries(shared));
    }

    [Fact]
    public async Task A_runtime_folder_that_cannot_be_made_is_said_to_be_so()
    {
        File.WriteAllText(machine.File("file"), "");
        var info = machine.Stopped() with { RuntimeFolder = machine.File("file/r") };
        var error = await Assert.ThrowsAsync<RuntimeFolderException>(() => QemuProcess.StartAsync(info, Cancelled));
        Assert.Equal(RuntimeFolderProblem.NotWritable, error.Problem);
    }

    [Fact]
    public async Task Sockets_and_files_are_for_this_user_only()
    {
        await using var process = await QemuProcess.StartAsync(machine.Stopped(), Cancelled);
        foreach (var folder in new[] { machine.Runtime, machine.Data })
            Assert.Equal(OwnerOnly, File.GetUnixFileMode(folder));
        foreach (var file in Directory.EnumerateFileSystemEntries(machine.Data).Concat(Directory.EnumerateFileSystemEntries(machine.Runtime)))
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task What_a_crash_left_in_the_runtime_folder_does_not_hinder_a_start()
    {
        Directory.CreateDirectory(machine.Runtime, OwnerOnly);
        using (var stale = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
            stale.Bind(new UnixDomainSocketEndPoint(Path.Combine(machine.Runtime, "control")));
        File.WriteAllText(Path.Combine(machine.Runtime, "qmp"), "");
        File.WriteAllText(Path.Combine(machine.Runtime, "process.json"), "{\"schema\":1,\"che");
        await using var process = await QemuProcess.StartAsync(machine.Stopped(), Cancelled);
        Assert.NotEqual(0, process.Pid);
    }

    [Fact]
    public async Task A_machine_that_runs_is_not_started_twice()
    {
        await using var process = await QemuProcess.StartAsync(machine.Stopped(), Cancelled);
        var error = await Assert.ThrowsAsync<MachineRunningException>(() => QemuProcess.StartAsync(machine.Stopped(), Cancelled));
        Assert.Equal(machine.Id, error.Id);
        using var client = await QmpTestClient.ConnectAsync(process.QmpPath, Cancelled);
    }

    [Fact]
    public async Task Of_many_starts_of_one_machine_at_once_one_wins()
    {
        var starts = Enumerable.Range(0, 8).Select(_ => Task.Run(() => QemuProcess.StartAsync(machine.Stopped(), Cancelled), Cancelled)).ToArray();
        var outcomes = await Task.WhenAll(starts.Select(static async start =>
        {
            await ((Task)start).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return start;
        }));
        var winner = Assert.Single(outcomes, static start => start.IsCompletedSuccessfully);
        Assert.All(outcomes.Except([winner]), static start => Assert.IsType<MachineRunningException>(start.Exception!.InnerException));
        await (await winner).DisposeAsync();
        Assert.False(Directory.Exists(machine.Runtime));
    }

    [Fact]
    public async Task A_machine_that_has_just_ended_can_be_started_again_at_once()
    {
        for (var i = 0; i < 5; i++)
        {
            await using var process = await QemuProcess.StartAsync(machine.Stopped(temporary: false), Cancelled);
            await process.SignalAsync(9, Cancelled);
            await process.WaitForExitAsync(Cancelled);
        }
        Assert.True(File.Exists(Path.Combine(machine.Data, "exit.json")));
    }
}
