using System.Security.Cryptography;
using Moa.Guests;

namespace Moa.GuestAgent.Tests;

/// <summary>What a command gets, and what its host gets of it.</summary>
public sealed class RunTests(AgentProcess agent) : IClassFixture<AgentProcess>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_agent_says_who_it_is()
    {
        await using var client = await agent.ConnectAsync();
        Assert.Equal(1, client.Information.Protocol);
        Assert.Equal(File.ReadAllText("/proc/sys/kernel/osrelease").TrimEnd(), client.Information.Kernel);
        Assert.Contains("exec", client.Information.Features);
    }

    [Fact]
    public async Task Output_and_error_come_apart_with_the_exit_code()
    {
        var result = await RunAsync("echo out; echo err >&2; exit 7");
        Assert.Equal(("out\n", "err\n", 7), (result.StandardOutput, result.StandardError, result.ExitCode));
    }

    [Fact]
    public async Task A_signal_that_ends_the_command_is_told()
    {
        var result = await RunAsync("kill -9 $$");
        Assert.Equal((null, 9, 137), (result.Exit.Code, result.Exit.Signal, result.ExitCode));
    }

    [Fact]
    public async Task Input_reaches_the_command_byte_for_byte_and_comes_back()
    {
        await using var client = await agent.ConnectAsync();
        var bytes = RandomNumberGenerator.GetBytes(5_000_000);
        var result = await client.RunAsync(new GuestCommand("cat"), bytes, cancellationToken: Cancellation);
        Assert.Equal(0, result.ExitCode);
        Assert.True(result.StandardOutputBytes.Span.SequenceEqual(bytes));
    }

    [Fact]
    public async Task Arguments_arrive_as_they_are()
    {
        string[] arguments = ["", " ", "a b", "$HOME", "'\"\\", "ä€🐦", "-n", "line\nbreak", "*"];
        await using var client = await agent.ConnectAsync();
        var result = await client.RunAsync(new GuestCommand("printf", ["%s\\0", .. arguments]), cancellationToken: Cancellation);
        Assert.Equal(arguments, result.StandardOutput.TrimEnd('\0').Split('\0'));
    }

    [Fact]
    public async Task The_environment_is_what_was_given_with_path_and_home()
    {
        await using var client = await agent.ConnectAsync();
        var result = await client.RunAsync(
            new GuestCommand("env", "-0")
            {
                Environment = new Dictionary<string, string> { ["A"] = "1=2 \n", ["HOME"] = "/tmp", ["EMPTY"] = "" },
            },
            cancellationToken: Cancellation);
        var variables = result.StandardOutput.TrimEnd('\0').Split('\0').Order(StringComparer.Ordinal);
        Assert.Equal(
            ["A=1=2 \n", "EMPTY=", "HOME=/tmp", "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"], variables);
    }

    [Fact]
    public async Task The_working_folder_is_the_one_asked_for_or_the_root()
    {
        await using var client = await agent.ConnectAsync();
        var root = await client.RunAsync(new GuestCommand("pwd"), cancellationToken: Cancellation);
        var usr = await client.RunAsync(new GuestCommand("pwd") { Folder = "/usr" }, cancellationToken: Cancellation);
        Assert.Equal(("/\n", "/usr\n"), (root.StandardOutput, usr.StandardOutput));
    }

    [Fact]
    public async Task Without_input_stdin_is_empty()
    {
        Assert.Equal(0, (await RunAsync("cat; test /dev/stdin -ef /dev/null")).ExitCode);
    }

    [Fact]
    public async Task A_command_leads_a_session_and_has_three_descriptors()
    {
        var result = await RunAsync("cut -d' ' -f1,5,6 /proc/$$/stat; exec ls /proc/self/fd");
        var lines = result.StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Single(lines[0].Split(' ').Distinct());
        Assert.Equal(["0", "1", "2", "3"], lines[1..]);
    }

    [Fact]
    public async Task A_command_starts_with_no_signal_ignored_or_blocked()
    {
        await using var client = await agent.ConnectAsync();
        var result = await client.RunAsync(new GuestCommand("grep", "-E", "SigBlk|SigIgn", "/proc/self/status"), cancellationToken: Cancellation);
        Assert.Equal("SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n", result.StandardOutput);
    }

    [Fact]
    public async Task Many_commands_run_at_the_same_time()
    {
        await using var client = await agent.ConnectAsync();
        var results = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => client.RunAsync(
            Shell($"head -c {i * 10_000} /dev/zero | tr '\\0' {i % 10}; exit {i}"), cancellationToken: Cancellation)));
        for (var i = 0; i < results.Length; i++)
        {
            Assert.Equal(i, results[i].ExitCode);
            Assert.Equal(i * 10_000, results[i].StandardOutputBytes.Length);
            Assert.Equal(-1, results[i].StandardOutputBytes.Span.IndexOfAnyExcept((byte)('0' + (i % 10))));
        }
    }

    [Fact]
    public async Task A_hundred_megabytes_come_and_go_unharmed()
    {
        await using var client = await agent.ConnectAsync();
        await using var process = await client.StartAsync(new GuestCommand("cat") { TakesInput = true }, Cancellation);
        var block = RandomNumberGenerator.GetBytes(1_000_003);
        using var sent = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var received = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var sending = Task.Run(async () =>
        {
            for (var i = 0; i < 100; i++)
            {
                sent.AppendData(block);
                await process.StandardInput.WriteAsync(block, Cancellation);
            }

            await process.StandardInput.DisposeAsync();
        }, Cancellation);
        var buffer = new byte[50_000];
        var total = 0L;
        while (await process.StandardOutput.ReadAsync(buffer, Cancellation) is > 0 and var count)
        {
            received.AppendData(buffer, 0, count);
            total += count;
        }

        await sending;
        Assert.Equal(100_000_300, total);
        Assert.Equal(sent.GetHashAndReset(), received.GetHashAndReset());
        Assert.Equal(0, (await process.ExitAsync(Cancellation)).Code);
    }

    [Fact]
    public async Task Output_beyond_the_limit_is_dropped_and_said_to_be()
    {
        await using var client = await agent.ConnectAsync();
        var result = await client.RunAsync(Shell("head -c 3000000 /dev/zero"), maxOutput: 1000, cancellationToken: Cancellation);
        Assert.Equal((1000, true, 0), (result.StandardOutputBytes.Length, result.IsTruncated, result.ExitCode));
    }

    private async Task<GuestCommandResult> RunAsync(string script)
    {
        await using var client = await agent.ConnectAsync();
        return await client.RunAsync(Shell(script), cancellationToken: Cancellation);
    }

    private static GuestCommand Shell(string script) => new("sh", "-c", script);
}
