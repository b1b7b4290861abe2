using System.Security.Cryptography;
using Moa.Guests;

namespace Moa.GuestAgent.Tests;

/// <summary>What a command sees, and what its host sees of it.</summary>
public sealed class RunTests(AgentProcess agent) : IClassFixture<AgentProcess>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Output_and_error_come_apart_with_the_exit_code()
    {
        await using var client = await agent.ConnectAsync();
        var result = await client.RunAsync(Shell("echo out; echo err >&2; exit 7"), cancellationToken: Cancellation);
        Assert.Equal(("out\n", "err\n", 7), (result.StandardOutput, result.StandardError, result.ExitCode));
    }

    [Fact]
    public async Task Input_reaches_the_command_byte_for_byte()
    {
        await using var client = await agent.ConnectAsync();
        var bytes = RandomNumberGenerator.GetBytes(5_000_000);
        var result = await client.RunAsync(new GuestCommand("cat"), bytes, cancellationToken: Cancellation);
        Assert.Equal(0, result.ExitCode);
        Assert.True(result.StandardOutputBytes.Span.SequenceEqual(bytes));
    }

    private static GuestCommand Shell(string script) => new("sh", "-c", script);
}
