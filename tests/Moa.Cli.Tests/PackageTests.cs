using System.Diagnostics;

namespace Moa.Cli.Tests;

/// <summary>The packed tool, as a user without this repository and without a compiler has it.</summary>
public sealed class PackageTests
{
    [Fact]
    public async Task The_packed_tool_installs_and_runs_a_command()
    {
        using var moa = new MoaCommand();
        var packages = Path.Combine(moa.Folder, "packages");
        var tools = Path.Combine(moa.Folder, "tools");
        await DotnetAsync("pack", Path.Combine(Repository.Root, "src", "Moa.Cli"), "-c", "Release", "-o", packages, "--nologo", "-v", "quiet", "-p:RunAnalyzers=false");
        await DotnetAsync("tool", "install", "Moa.Cli", "--tool-path", tools, "--add-source", packages, "--no-cache");

        var start = new ProcessStartInfo(Path.Combine(tools, "moa"), ["run", "--", "echo", "packed"]) { RedirectStandardOutput = true };
        start.Environment["MOA_HOME"] = moa.Home;
        start.Environment["MOA_RUNTIME"] = moa.Runtime;
        using var process = Process.Start(start)!;
        Assert.Equal("packed\n", await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
    }

    private static async Task DotnetAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, output + await error);
    }
}
