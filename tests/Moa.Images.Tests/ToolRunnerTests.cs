using Moa.Images.Tools;

namespace Moa.Images.Tests;

public sealed class ToolRunnerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Arguments_arrive_as_they_are()
    {
        string[] arguments = ["a b", "", "$HOME", "`id`", "\"'\\", "*", "-n", "ü"];
        var output = await ToolRunner.ReadAsync(new ToolCommand("sh", ["-c", "for a; do echo \"<$a>\"; done", "sh", .. arguments]), Token);
        Assert.Equal(arguments.Select(static argument => $"<{argument}>"), output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task A_failure_carries_the_tool_its_status_and_its_last_words()
    {
        var command = new ToolCommand("sh", "-c", "for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14; do echo line $i >&2; done; exit 3");
        var error = await Assert.ThrowsAsync<ToolException>(() => ToolRunner.ReadAsync(command, Token));
        Assert.Equal(("sh", 3), (error.Tool, error.ExitCode));
        Assert.StartsWith("line 3\n", error.StandardError, StringComparison.Ordinal);
        Assert.EndsWith("line 14", error.StandardError, StringComparison.Ordinal);
        Assert.Contains("failed with exit status 3:\nline 3", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_tool_is_named_with_the_package_that_has_it()
    {
        var error = await Assert.ThrowsAsync<ToolException>(() => ToolRunner.ReadAsync(new ToolCommand("/nowhere/zstd", "-dc"), Token));
        Assert.Equal("/nowhere/zstd is needed and not installed. On Debian and Ubuntu: apt install zstd", error.Message);
        Assert.Null(error.ExitCode);
    }

    [Fact]
    public async Task A_file_that_is_no_program_is_reported()
    {
        using var folder = new TestFolder();
        await File.WriteAllTextAsync(folder["tool"], "\0\0\0\0", Token);
        File.SetUnixFileMode(folder["tool"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var error = await Assert.ThrowsAsync<ToolException>(() => ToolRunner.ReadAsync(new ToolCommand(folder["tool"]), Token));
        Assert.Contains("could not be started", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_kills_the_tool_and_its_children()
    {
        using var folder = new TestFolder();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var command = new ToolCommand("sh", "-c", "flock \"$1\" sh -c 'echo begun; exec sleep 600' & wait", "sh", folder["lock"]);
        var run = ToolRunner.ReadLinesAsync(command, _ => cancel.Cancel(), cancel.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        // The lock is free when the last of them is gone.
        await ToolRunner.ReadAsync(new ToolCommand("flock", folder["lock"], "true"), Token);
    }

    [Fact]
    public async Task A_tool_that_says_nothing_is_ended()
    {
        var command = new ToolCommand("sh", "-c", "echo begin; sleep 600") { Stall = TimeSpan.FromMilliseconds(300) };
        var error = await Assert.ThrowsAsync<ToolException>(() => ToolRunner.ReadAsync(command, Token));
        Assert.Contains("no sign of life for 0.3 s", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tool_that_closes_its_output_and_stays_is_ended()
    {
        var command = new ToolCommand("sh", "-c", "exec >&- 2>&-; sleep 600") { Stall = TimeSpan.FromMilliseconds(300) };
        Assert.Contains("no sign of life", (await Assert.ThrowsAsync<ToolException>(() => ToolRunner.ReadAsync(command, Token))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Output_without_end_is_stopped()
    {
        var error = await Assert.ThrowsAsync<ImageException>(() => ToolRunner.ReadAsync(new ToolCommand("yes"), Token));
        Assert.Contains("more than 32 MiB", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Input_and_output_of_any_size_pass_through()
    {
        var input = new byte[5_000_000];
        new Random(1).NextBytes(input);
        using var output = new MemoryStream();
        await ToolRunner.PipeAsync(new ToolCommand("cat") { Input = input }, (stream, token) => stream.CopyToAsync(output, token), Token);
        Assert.True(output.ToArray().AsSpan().SequenceEqual(input));
    }

    [Fact]
    public async Task A_tool_need_not_read_its_input_nor_be_read_to_its_end()
    {
        await ToolRunner.PipeAsync(new ToolCommand("true") { Input = new byte[1_000_000] }, static (_, _) => Task.CompletedTask, Token);
        await ToolRunner.PipeAsync(new ToolCommand("head", "-c", "3000000", "/dev/zero"), static (_, _) => Task.CompletedTask, Token);
    }

    [Fact]
    public async Task What_the_tool_says_of_its_failure_goes_before_what_its_reader_thinks()
    {
        var command = new ToolCommand("sh", "-c", "printf abc; echo broken >&2; exit 2");
        var error = await Assert.ThrowsAsync<ToolException>(() => ToolRunner.PipeAsync(
            command, static async (stream, token) => await stream.ReadExactlyAsync(new byte[100], token), Token));
        Assert.Equal("broken", error.StandardError);
    }

    [Fact]
    public void The_sbin_folders_are_looked_at() => Assert.NotNull(ToolRunner.Find("ldconfig"));
}
