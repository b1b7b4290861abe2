using System.Text;
using Moa.Guests;

namespace Moa.GuestAgent.Tests;

/// <summary>Streams that are closed, full, or held open by others; signals; the end of interest.</summary>
public sealed class StreamTests(AgentProcess agent) : IClassFixture<AgentProcess>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Closing_the_output_gives_the_command_a_broken_pipe()
    {
        await using var client = await agent.ConnectAsync();
        await using var process = await client.StartAsync(new GuestCommand("yes"), Cancellation);
        await process.StandardOutput.ReadExactlyAsync(new byte[100], Cancellation);
        await process.StandardOutput.DisposeAsync();
        Assert.Equal(13, (await process.ExitAsync(Cancellation)).Signal);
    }

    [Fact]
    public async Task A_command_that_closes_its_input_lets_the_writer_know()
    {
        await using var client = await agent.ConnectAsync();
        await using var process = await client.StartAsync(Shell("exec <&-; echo closed; sleep 100", input: true), Cancellation);
        var closed = new TaskCompletionSource();
        await using var registration = process.StandardInputClosed.Register(closed.SetResult);
        await closed.Task.WaitAsync(Cancellation);
        await Assert.ThrowsAsync<IOException>(() => process.StandardInput.WriteAsync(new byte[1], Cancellation).AsTask());
    }

    [Fact]
    public async Task A_command_that_does_not_read_holds_up_no_other()
    {
        await using var client = await agent.ConnectAsync();
        await using var deaf = await client.StartAsync(Shell("sleep 100", input: true), Cancellation);
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var stuck = deaf.StandardInput.WriteAsync(new byte[10_000_000], giveUp.Token).AsTask();
        await using var mute = await client.StartAsync(new GuestCommand("yes"), Cancellation);
        for (var i = 0; i < 10; i++)
        {
            var result = await client.RunAsync(new GuestCommand("cat"), new byte[3_000_000], cancellationToken: Cancellation);
            Assert.Equal(3_000_000, result.StandardOutputBytes.Length);
        }

        Assert.False(stuck.IsCompleted);
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stuck);
    }

    [Fact]
    public async Task A_signal_reaches_the_whole_process_group()
    {
        await using var client = await agent.ConnectAsync();
        await using var process = await client.StartAsync(
            Shell("trap 'echo got; exit 3' USR1; echo ready; while :; do sleep 0.05; done"), Cancellation);
        using var output = new StreamReader(process.StandardOutput);
        Assert.Equal("ready", await output.ReadLineAsync(Cancellation));
        process.Signal(10);
        Assert.Equal("got", await output.ReadLineAsync(Cancellation));
        Assert.Equal(3, (await process.ExitAsync(Cancellation)).Code);
    }

    [Fact]
    public async Task Disposing_hangs_the_command_up()
    {
        await using var client = await agent.ConnectAsync();
        var process = await client.StartAsync(new GuestCommand("sleep", "1000"), Cancellation);
        Assert.True(Processes.IsAlive(process.ProcessId));
        await process.DisposeAsync();
        Assert.False(Processes.IsAlive(process.ProcessId));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => process.ExitAsync(Cancellation));
    }

    [Fact]
    public async Task A_command_that_ignores_being_hung_up_is_killed()
    {
        await using var client = await agent.ConnectAsync();
        var process = await client.StartAsync(Shell("trap '' HUP TERM; echo ready; while :; do sleep 1; done"), Cancellation);
        await process.StandardOutput.ReadExactlyAsync(new byte[6], Cancellation);
        await process.DisposeAsync();
        Assert.False(Processes.IsAlive(process.ProcessId));
    }

    [Fact]
    public async Task Cancelling_a_run_ends_the_command()
    {
        await using var client = await agent.ConnectAsync();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var marker = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString());
        var run = client.RunAsync(Shell($"echo $$ > {marker}; mv {marker} {marker}.pid; exec sleep 1000"), cancellationToken: cancel.Token);
        var pid = int.Parse(await Processes.ReadWhenThereAsync(marker + ".pid", Cancellation));
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.False(Processes.IsAlive(pid));
        File.Delete(marker + ".pid");
    }

    [Fact]
    public async Task A_detached_command_outlives_its_stream()
    {
        await using var client = await agent.ConnectAsync();
        var process = await client.StartAsync(new GuestCommand("sleep", "1000") { Detached = true }, Cancellation);
        await process.DisposeAsync();
        Assert.True(Processes.IsAlive(process.ProcessId));
        await client.RunAsync(new GuestCommand("kill", process.ProcessId.ToString()), cancellationToken: Cancellation);
        await client.PingAsync(Cancellation);
    }

    [Fact]
    public async Task The_end_does_not_wait_for_a_silent_child_that_holds_the_output()
    {
        await using var client = await agent.ConnectAsync();
        var result = await client.RunAsync(Shell("sleep 1000 & echo $!; exit 5"), cancellationToken: Cancellation);
        Assert.Equal(5, result.ExitCode);
        await client.RunAsync(new GuestCommand("kill", result.StandardOutput.Trim()), cancellationToken: Cancellation);
    }

    [Fact]
    public async Task The_end_does_not_wait_for_a_child_that_never_stops_writing()
    {
        await using var client = await agent.ConnectAsync();
        var result = await client.RunAsync(Shell("yes & exit 5"), maxOutput: 10, cancellationToken: Cancellation);
        Assert.Equal(5, result.ExitCode);
    }

    [Fact]
    public async Task What_a_child_writes_just_after_the_end_is_still_delivered()
    {
        await using var client = await agent.ConnectAsync();
        var result = await client.RunAsync(Shell("(while kill -0 $$; do :; done 2> /dev/null; echo late) & echo early"), cancellationToken: Cancellation);
        Assert.Equal("early\nlate\n", result.StandardOutput);
    }

    [Fact]
    public async Task All_that_was_written_before_the_end_is_delivered_however_slow_the_reader()
    {
        await using var client = await agent.ConnectAsync();
        await using var process = await client.StartAsync(Shell("sleep 1000 & head -c 1900000 /dev/zero; kill $!; sleep 1000 & exit 0"), Cancellation);
        using var second = new CancellationTokenSource(TimeSpan.FromSeconds(1.5));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => process.ExitAsync(second.Token));
        var all = new MemoryStream();
        await process.StandardOutput.CopyToAsync(all, Cancellation);
        Assert.Equal(1_900_000, all.Length);
        await client.RunAsync(new GuestCommand("pkill", "-s", process.ProcessId.ToString()), cancellationToken: Cancellation);
    }

    [Fact]
    public async Task Small_writes_arrive_without_delay_and_in_order()
    {
        await using var client = await agent.ConnectAsync();
        await using var process = await client.StartAsync(new GuestCommand("cat") { TakesInput = true }, Cancellation);
        var buffer = new byte[16];
        for (var i = 0; i < 200; i++)
        {
            var text = Encoding.ASCII.GetBytes($"{i}\n");
            await process.StandardInput.WriteAsync(text, Cancellation);
            await process.StandardOutput.ReadExactlyAsync(buffer.AsMemory(0, text.Length), Cancellation);
            Assert.Equal(text, buffer[..text.Length]);
        }
    }

    private static GuestCommand Shell(string script, bool input = false) => new("sh", "-c", script) { TakesInput = input };
}
