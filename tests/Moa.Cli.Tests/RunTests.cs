using System.Security.Cryptography;
using System.Text;

namespace Moa.Cli.Tests;

/// <summary><c>moa run</c> with a real guest.</summary>
public sealed class RunTests : IDisposable
{
    private readonly MoaCommand _moa = new();

    public void Dispose() => _moa.Dispose();

    [Fact]
    public async Task A_command_prints_the_guests_kernel_and_not_the_hosts()
    {
        var outcome = await _moa.RunAsync("run", "--", "uname", "-sr");
        Assert.Equal(0, outcome.Code);
        Assert.StartsWith("Linux ", outcome.Text, StringComparison.Ordinal);
        var host = await File.ReadAllTextAsync("/proc/sys/kernel/osrelease", TestContext.Current.CancellationToken);
        Assert.NotEqual($"Linux {host}", outcome.Text);
    }

    [Fact]
    public async Task The_two_streams_stay_apart_and_the_exit_code_comes_through()
    {
        var outcome = await _moa.RunAsync("run", "--", "sh", "-c", "echo out; echo err >&2; exit 7");
        Assert.Equal((7, "out\n", "err\n"), (outcome.Code, outcome.Text, outcome.Error));
    }

    [Fact]
    public async Task Input_and_output_are_binary_clean()
    {
        var data = RandomNumberGenerator.GetBytes(5_000_000);
        var outcome = await _moa.RunAsync(data, "run", "--", "cat");
        Assert.Equal(0, outcome.Code);
        Assert.True(data.AsSpan().SequenceEqual(outcome.Output));
    }

    [Fact]
    public async Task A_hundred_megabytes_arrive_whole()
    {
        var data = RandomNumberGenerator.GetBytes(100_000_000);
        var outcome = await _moa.RunAsync(data, "run", "--", "sha256sum");
        Assert.Equal($"{Convert.ToHexStringLower(SHA256.HashData(data))}  -\n", outcome.Text);
    }

    [Fact]
    public async Task A_command_that_a_signal_ends_gives_128_and_its_number() =>
        Assert.Equal(128 + 9, (await _moa.RunAsync("run", "--", "sh", "-c", "kill -9 $$")).Code);

    [Fact]
    public async Task A_command_that_is_not_there_gives_127()
    {
        var outcome = await _moa.RunAsync("run", "--", "no-such-command");
        outcome.IsMistake(127, "no-such-command");
    }

    [Fact]
    public async Task A_file_that_cannot_be_executed_gives_126() => (await _moa.RunAsync("run", "--", "/etc/passwd")).IsMistake(126, "/etc/passwd");

    [Fact]
    public async Task Environment_and_folder_reach_the_command()
    {
        var outcome = await _moa.RunAsync("run", "-e", "GREETING=kia ora", "-w", "/tmp", "--", "sh", "-c", "echo $GREETING from $PWD");
        Assert.Equal("kia ora from /tmp\n", outcome.Text);
    }

    [Fact]
    public async Task A_timeout_ends_command_and_machine() =>
        (await _moa.RunAsync("run", "--timeout", "8s", "--", "sleep", "1000")).IsMistake(6, "8");

    [Fact]
    public async Task A_reader_that_leaves_ends_the_command()
    {
        using var process = _moa.Start("run", "--", "yes");
        process.StandardInput.Close();
        var first = new byte[4];
        await process.StandardOutput.BaseStream.ReadExactlyAsync(first, TestContext.Current.CancellationToken);
        process.StandardOutput.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal("y\ny\n", Encoding.ASCII.GetString(first));
    }

    [Fact]
    public async Task A_panic_is_reported_as_one_with_the_last_console_lines() =>
        (await _moa.RunAsync("run", "--", "sh", "-c", "echo c > /proc/sysrq-trigger")).IsMistake(125, "panicked", "Kernel panic - not syncing");

    [Fact]
    public async Task A_dry_run_prints_the_arguments_and_starts_nothing()
    {
        var outcome = await _moa.RunAsync("run", "--dry-run", "--memory", "512M", "--", "true");
        Assert.Equal(0, outcome.Code);
        Assert.Contains("-accel", outcome.Text, StringComparison.Ordinal);
        Assert.Empty(_moa.Processes());
    }

    [Fact]
    public async Task Killing_moa_ends_its_temporary_machine()
    {
        using var process = _moa.Start("run", "--", "sh", "-c", "echo up; sleep 1000");
        Assert.Equal("up", await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        var others = _moa.Processes().Where(pid => pid != process.Id).ToList();
        Assert.NotEmpty(others);
        process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        foreach (var pid in others)
            await Processes.GoneAsync(pid);
    }

    [Fact]
    public async Task Killing_qemu_ends_the_command_with_the_reason()
    {
        using var process = _moa.Start("run", "--", "sh", "-c", "echo up; sleep 1000");
        Assert.Equal("up", await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        var qemu = _moa.Processes().Single(static pid => Processes.NameOf(pid).StartsWith("qemu", StringComparison.Ordinal));
        Processes.Kill(qemu);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(125, process.ExitCode);
        Assert.Contains("signal 9", await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_at_once_do_not_mix()
    {
        var runs = Enumerable.Range(0, MoaSoak.Is ? 20 : 6).Select(number => _moa.RunAsync("run", "--", "echo", $"{number}")).ToList();
        var outcomes = await Task.WhenAll(runs);
        Assert.Equal(Enumerable.Range(0, runs.Count).Select(static number => $"{number}\n"), outcomes.Select(static outcome => outcome.Text));
    }
}
