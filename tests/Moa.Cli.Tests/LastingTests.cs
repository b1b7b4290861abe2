namespace Moa.Cli.Tests;

/// <summary>Machines that outlive the command that started them, seen from other commands.</summary>
public sealed class LastingTests : IDisposable
{
    private readonly MoaCommand _moa = new();

    public void Dispose() => _moa.Dispose();

    [Fact]
    public async Task A_detached_machine_is_listed_used_stopped_and_removed()
    {
        var started = await _moa.RunAsync("run", "-d", "--name", "web");
        Assert.Equal((0, "web\n"), (started.Code, started.Text));
        Assert.Equal("web\n", (await _moa.RunAsync("ls", "-o", "name")).Text);

        var executed = await _moa.RunAsync("exec", "web", "--", "hostname");
        Assert.Equal(0, executed.Code);

        var stopped = await _moa.RunAsync("stop", "web");
        Assert.Equal(0, stopped.Code);
        Assert.Contains("agent", stopped.Error, StringComparison.Ordinal);
        Assert.Contains("stopped", (await _moa.RunAsync("inspect", "web")).Text, StringComparison.Ordinal);
        Assert.NotEmpty((await _moa.RunAsync("logs", "web")).Output);
        Assert.Equal(0, (await _moa.RunAsync("rm", "web")).Code);
    }

    [Fact]
    public async Task A_second_terminal_uses_a_machine_while_the_first_runs_a_command()
    {
        using var first = _moa.Start("run", "--name", "shared", "--", "sh", "-c", "echo up; sleep 1000");
        Assert.Equal("up", await first.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));

        Assert.Equal("hi\n", (await _moa.RunAsync("exec", "shared", "--", "echo", "hi")).Text);
        Assert.Contains("running", (await _moa.RunAsync("inspect", "shared")).Text, StringComparison.Ordinal);
        using var logs = _moa.Start("logs", "-f", "shared");
        Assert.Equal(0, (await _moa.RunAsync("stop", "shared")).Code);

        await first.WaitForExitAsync(TestContext.Current.CancellationToken);
        await logs.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.NotEqual(0, first.ExitCode);
        Assert.Equal(0, logs.ExitCode);
    }

    [Fact]
    public async Task A_name_that_is_taken_is_a_conflict()
    {
        Assert.Equal(0, (await _moa.RunAsync("create", "--name", "db")).Code);
        (await _moa.RunAsync("create", "--name", "db")).IsMistake(4, "db");
        Assert.Equal(0, (await _moa.RunAsync("rm", "db")).Code);
    }

    [Fact]
    public async Task Stopping_what_is_stopped_and_starting_what_runs_succeed_with_a_note()
    {
        Assert.Equal(0, (await _moa.RunAsync("create", "--name", "db")).Code);
        Assert.Contains("not running", (await _moa.RunAsync("stop", "db")).Error, StringComparison.Ordinal);
        Assert.Equal(0, (await _moa.RunAsync("start", "db")).Code);
        Assert.Contains("running already", (await _moa.RunAsync("start", "db")).Error, StringComparison.Ordinal);
        Assert.Equal(0, (await _moa.RunAsync("wait", "db", "--for", "agent", "--timeout", "60s")).Code);
        (await _moa.RunAsync("rm", "db")).IsMistake(4, "running", "--force");
        Assert.Equal(0, (await _moa.RunAsync("rm", "--force", "db")).Code);
    }

    [Fact]
    public async Task A_machine_whose_keeper_was_killed_runs_on_and_is_found_again()
    {
        Assert.Equal(0, (await _moa.RunAsync("run", "-d", "--name", "web")).Code);
        Assert.Equal(0, (await _moa.RunAsync("wait", "web", "--for", "agent", "--timeout", "60s")).Code);
        var keeper = _moa.Processes().Single(static pid => Processes.NameOf(pid) == "moa-keeper");
        Processes.Kill(keeper);
        await Processes.GoneAsync(keeper);

        Assert.Equal("hi\n", (await _moa.RunAsync("exec", "web", "--", "echo", "hi")).Text);
        Assert.Equal(0, (await _moa.RunAsync("rm", "--force", "web")).Code);
    }
}
