using Moa.Guests;

namespace Moa.GuestAgent.Tests;

/// <summary>Commands on a terminal.</summary>
public sealed class TerminalTests(AgentProcess agent) : IClassFixture<AgentProcess>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_terminal_has_the_size_and_type_asked_for()
    {
        await using var client = await agent.ConnectAsync();
        await using var process = await client.StartAsync(Shell("stty size; echo $TERM; tty"), Cancellation);
        using var output = new StreamReader(process.StandardOutput);
        var text = await output.ReadToEndAsync(Cancellation);
        Assert.Matches("^33 121\r\nvt220\r\n/dev/pts/\\d+\r\n$", text);
    }

    [Fact]
    public async Task It_is_the_controlling_terminal_of_all_three_descriptors()
    {
        await using var client = await agent.ConnectAsync();
        await using var process = await client.StartAsync(Shell("test -t 0 -a -t 1 -a -t 2 && echo > /dev/tty yes"), Cancellation);
        using var output = new StreamReader(process.StandardOutput);
        Assert.Equal("yes\r\n", await output.ReadToEndAsync(Cancellation));
        Assert.Equal(0, (await process.ExitAsync(Cancellation)).Code);
    }

    [Fact]
    public async Task A_new_size_is_told_to_the_command()
    {
        await using var client = await agent.ConnectAsync();
        await using var process = await client.StartAsync(
            Shell("trap 'stty size; exit' WINCH; echo ready; while :; do sleep 0.05; done"), Cancellation);
        using var output = new StreamReader(process.StandardOutput);
        Assert.Equal("ready", await output.ReadLineAsync(Cancellation));
        process.Resize(50, 200);
        Assert.Equal("50 200", await output.ReadLineAsync(Cancellation));
    }

    [Fact]
    public async Task Control_c_interrupts_the_command()
    {
        await using var client = await agent.ConnectAsync();
        await using var process = await client.StartAsync(Shell("echo ready; exec sleep 1000"), Cancellation);
        using var output = new StreamReader(process.StandardOutput);
        Assert.Equal("ready", await output.ReadLineAsync(Cancellation));
        await process.StandardInput.WriteAsync(new byte[] { 3 }, Cancellation);
        Assert.Equal(2, (await process.ExitAsync(Cancellation)).Signal);
    }

    [Fact]
    public async Task What_is_typed_is_read_and_the_end_of_input_is_typed_as_control_d()
    {
        await using var client = await agent.ConnectAsync();
        await using var process = await client.StartAsync(Shell("stty -echo; echo ready; cat"), Cancellation);
        using var output = new StreamReader(process.StandardOutput);
        Assert.Equal("ready", await output.ReadLineAsync(Cancellation));
        await process.StandardInput.WriteAsync("typed\n"u8.ToArray(), Cancellation);
        await process.StandardInput.DisposeAsync();
        Assert.Equal("typed\n", (await output.ReadToEndAsync(Cancellation)).ReplaceLineEndings("\n"));
        Assert.Equal(0, (await process.ExitAsync(Cancellation)).Code);
    }

    [Fact]
    public async Task Disposing_the_output_hangs_the_terminal_up()
    {
        await using var client = await agent.ConnectAsync();
        await using var process = await client.StartAsync(Shell("echo ready; exec sleep 1000"), Cancellation);
        await process.StandardOutput.ReadExactlyAsync(new byte[7], Cancellation);
        await process.StandardOutput.DisposeAsync();
        Assert.Equal(1, (await process.ExitAsync(Cancellation)).Signal);
    }

    private static GuestCommand Shell(string script) => new("sh", "-c", script)
    {
        Terminal = new GuestTerminal(33, 121, "vt220"),
        TakesInput = true,
    };
}
