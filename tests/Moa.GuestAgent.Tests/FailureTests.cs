using Moa.Guests;

namespace Moa.GuestAgent.Tests;

/// <summary>Commands that cannot be run, and why not.</summary>
public sealed class FailureTests(AgentProcess agent) : IClassFixture<AgentProcess>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("no-such-program", GuestCommandError.NotFound, "not found in PATH")]
    [InlineData("/no/such/file", GuestCommandError.NotFound, "/no/such/file: No such file or directory")]
    [InlineData("/etc/passwd/x", GuestCommandError.NotFound, "Not a directory")]
    [InlineData("/etc/passwd", GuestCommandError.NotExecutable, "/etc/passwd: Permission denied")]
    [InlineData("/etc", GuestCommandError.NotExecutable, "Permission denied")]
    public async Task A_program_that_cannot_be_run_is_explained(string program, GuestCommandError error, string message)
    {
        await using var client = await agent.ConnectAsync();
        var failure = await Assert.ThrowsAsync<GuestCommandException>(
            () => client.RunAsync(new GuestCommand(program), cancellationToken: Cancellation));
        Assert.Equal(error, failure.Error);
        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("#!/no/such/interpreter\n", "interpreter or loader is missing")]
    [InlineData("just text\n", "neither a program of this architecture nor a script")]
    public async Task A_file_that_is_no_program_is_explained(string content, string message)
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, content);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        await using var client = await agent.ConnectAsync();
        var failure = await Assert.ThrowsAsync<GuestCommandException>(
            () => client.RunAsync(new GuestCommand(file), cancellationToken: Cancellation));
        File.Delete(file);
        Assert.Equal(GuestCommandError.NotExecutable, failure.Error);
        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/no/such/folder", "The folder /no/such/folder: No such file or directory")]
    [InlineData("/etc/passwd", "Not a directory")]
    [InlineData("relative", "has to begin with /")]
    public async Task A_working_folder_that_is_not_there_is_explained(string folder, string message)
    {
        await using var client = await agent.ConnectAsync();
        var failure = await Assert.ThrowsAsync<GuestCommandException>(
            () => client.RunAsync(new GuestCommand("true") { Folder = folder }, cancellationToken: Cancellation));
        Assert.Equal(GuestCommandError.Invalid, failure.Error);
        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_zero_byte_in_an_argument_is_refused()
    {
        await using var client = await agent.ConnectAsync();
        var failure = await Assert.ThrowsAsync<GuestCommandException>(
            () => client.RunAsync(new GuestCommand("echo", "a\0b"), cancellationToken: Cancellation));
        Assert.Equal(GuestCommandError.Invalid, failure.Error);
    }

    [Fact]
    public async Task Arguments_that_do_not_fit_are_refused_before_they_are_sent()
    {
        await using var client = await agent.ConnectAsync();
        await Assert.ThrowsAsync<ArgumentException>(
            () => client.RunAsync(new GuestCommand("echo", new string('x', 70_000)), cancellationToken: Cancellation));
        Assert.Equal(0, (await client.RunAsync(new GuestCommand("true"), cancellationToken: Cancellation)).ExitCode);
    }

    [Fact]
    public async Task After_a_failure_the_connection_still_works()
    {
        await using var client = await agent.ConnectAsync();
        for (var i = 0; i < 20; i++)
        {
            await Assert.ThrowsAsync<GuestCommandException>(
                () => client.RunAsync(new GuestCommand("no-such-program"), cancellationToken: Cancellation));
        }

        Assert.Equal(0, (await client.RunAsync(new GuestCommand("true"), cancellationToken: Cancellation)).ExitCode);
    }
}
