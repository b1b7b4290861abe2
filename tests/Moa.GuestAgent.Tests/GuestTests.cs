using System.Security.Cryptography;
using Moa.Guests;
using Moa.Guests.Protocol;

namespace Moa.GuestAgent.Tests;

/// <summary>The agent as PID 1 of a real guest, over a real port.</summary>
public sealed class GuestTests(GuestMachine machine) : IClassFixture<GuestMachine>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_guest_is_ready_to_be_used()
    {
        await using var client = await machine.ConnectAsync();
        Assert.Contains("init", client.Information.Features);
        Assert.Equal(client.Information.Kernel, await ReadAsync(client, "uname -r"));
        Assert.Equal("x86_64", client.Information.Architecture);
        Assert.Equal("bird", await ReadAsync(client, "hostname"));
        Assert.Equal("devpts devtmpfs proc sysfs tmpfs", await ReadAsync(client, "cut -d' ' -f3 /proc/mounts | grep -vE 'rootfs|cgroup2' | sort -u | xargs"));
        Assert.Equal("/proc/self/fd", await ReadAsync(client, "readlink /dev/fd"));
        Assert.Equal("0", await ReadAsync(client, "id -u"));
    }

    [Fact]
    public async Task The_network_is_configured_as_the_kernel_was_told()
    {
        await using var client = await machine.ConnectAsync();
        Assert.Contains("inet 10.0.2.15/24", await ReadAsync(client, "ip -4 addr show eth0"), StringComparison.Ordinal);
        Assert.Contains("inet 127.0.0.1/8", await ReadAsync(client, "ip -4 addr show lo"), StringComparison.Ordinal);
        Assert.StartsWith("default via 10.0.2.2 dev eth0", await ReadAsync(client, "ip route"), StringComparison.Ordinal);
        Assert.Equal("nameserver 10.0.2.3", await ReadAsync(client, "cat /etc/resolv.conf"));
        Assert.Equal("reached", await ReadAsync(client, "ping -c 1 10.0.2.2 > /dev/null && echo reached"));
    }

    [Fact]
    public async Task Output_error_and_exit_code_come_out_of_the_guest()
    {
        await using var client = await machine.ConnectAsync();
        var result = await client.RunAsync(new GuestCommand("sh", "-c", "echo out; echo err >&2; exit 7"), cancellationToken: Cancellation);
        Assert.Equal(("out\n", "err\n", 7), (result.StandardOutput, result.StandardError, result.ExitCode));
    }

    [Fact]
    public async Task A_hundred_megabytes_arrive_in_the_guest_and_come_back()
    {
        await using var client = await machine.ConnectAsync();
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
        var buffer = new byte[100_000];
        while (await process.StandardOutput.ReadAsync(buffer, Cancellation) is > 0 and var count)
            received.AppendData(buffer, 0, count);
        await sending;
        Assert.Equal(sent.GetHashAndReset(), received.GetHashAndReset());
    }

    [Fact]
    public async Task Many_commands_run_in_the_guest_at_the_same_time()
    {
        await using var client = await machine.ConnectAsync();
        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => client.RunAsync(
            new GuestCommand("sh", "-c", $"echo {i}; exit {i}"), cancellationToken: Cancellation)));
        Assert.Equal(Enumerable.Range(0, 20).Select(static i => ($"{i}\n", i)), results.Select(static r => (r.StandardOutput, r.ExitCode)));
    }

    [Fact]
    public async Task A_terminal_works_in_the_guest()
    {
        await using var client = await machine.ConnectAsync();
        var command = new GuestCommand("sh", "-c", "stty size; tty") { Terminal = new GuestTerminal(40, 132) };
        await using var process = await client.StartAsync(command, Cancellation);
        using var output = new StreamReader(process.StandardOutput);
        Assert.Matches("^40 132\r\n/dev/pts/\\d+\r\n$", await output.ReadToEndAsync(Cancellation));
    }

    [Fact]
    public async Task Orphans_are_reaped()
    {
        await using var client = await machine.ConnectAsync();
        var orphan = await ReadAsync(client, "sh -c 'sleep 0.05 & echo $!'");
        Assert.Equal("gone", await ReadAsync(client, $"while [ -e /proc/{orphan} ]; do sleep 0.05; done; echo gone"));
    }

    [Fact]
    public async Task The_agent_is_small_and_keeps_nothing_open()
    {
        await using var client = await machine.ConnectAsync();
        await ReadAsync(client, "true");
        var before = await ReadAsync(client, "ls /proc/1/fd | wc -l");
        for (var i = 0; i < 50; i++)
            await ReadAsync(client, "true");
        Assert.Equal(before, await ReadAsync(client, "ls /proc/1/fd | wc -l"));
        Assert.InRange(int.Parse(await ReadAsync(client, "awk '/VmHWM/ {print $2}' /proc/1/status")), 0, 16_000);
    }

    [Fact]
    public async Task Every_host_that_comes_finds_the_agent_and_none_of_the_commands_of_the_one_before()
    {
        for (var i = 0; i < 5; i++)
        {
            await using var client = await machine.ConnectAsync();
            await client.StartAsync(new GuestCommand("sleep", $"{7000 + i}"), Cancellation);
        }

        await using var last = await machine.ConnectAsync();
        Assert.Equal("none", await ReadAsync(last, "while ps | grep 'sleep 70[0]'; do sleep 0.05; done > /dev/null; echo none"));
    }

    [Fact]
    public void A_host_that_leaves_in_the_middle_of_a_frame_does_not_disturb_the_next()
    {
        var frame = RawHost.Frame(FrameType.Exec, 1, 0, """{"argv":["true"]}"""u8);
        for (var cut = 0; cut < frame.Length; cut += 3)
        {
            using (var leaving = new RawHost(machine.Socket))
            {
                leaving.Synchronise();
                leaving.Send(frame.AsSpan(0, cut));
            }

            using var host = new RawHost(machine.Socket);
            host.Synchronise();
            host.Send(FrameType.Ping, 1, 0, "x"u8);
            Assert.Equal(FrameType.Result, host.Receive().Type);
        }
    }

    [Fact]
    public void A_host_that_leaves_without_reading_does_not_disturb_the_next()
    {
        using (var leaving = new RawHost(machine.Socket))
        {
            leaving.Synchronise();
            leaving.Send(FrameType.Exec, 1, 0, """{"argv":["yes"]}"""u8);
            for (var i = 0; i < 10; i++)
                leaving.Send(FrameType.Ping, 2, 0, new byte[10_000]);
        }

        using var host = new RawHost(machine.Socket);
        host.Synchronise();
        host.Send(FrameType.Ping, 1, 0, "x"u8);
        Assert.Equal(FrameType.Result, host.Receive().Type);
    }

    [Fact]
    public async Task The_disks_can_be_flushed()
    {
        await using var client = await machine.ConnectAsync();
        await client.PowerAsync(GuestPowerAction.Sync, Cancellation);
    }

    private static async Task<string> ReadAsync(GuestClient client, string script)
    {
        var result = await client.RunAsync(new GuestCommand("sh", "-c", script), cancellationToken: Cancellation);
        Assert.Equal("", result.StandardError);
        return result.StandardOutput.TrimEnd();
    }
}
