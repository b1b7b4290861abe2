using System.Diagnostics;

namespace Moa.Cli.Tests;

/// <summary>The programs of the front page.</summary>
public sealed class SampleTests
{
    [Fact]
    public async Task The_program_of_the_readme_is_the_sample()
    {
        var readme = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "README.md"), TestContext.Current.CancellationToken);
        var sample = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "samples", "HelloMachine", "Program.cs"), TestContext.Current.CancellationToken);
        Assert.Contains($"```csharp\n{sample}```", readme, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_sample_starts_a_machine_and_prints_its_kernel()
    {
        using var moa = new MoaCommand();
        var start = new ProcessStartInfo(Path.Combine(Repository.Root, "artifacts", "bin", "HelloMachine", "debug", "HelloMachine")) { RedirectStandardOutput = true };
        start.Environment["MOA_HOME"] = moa.Home;
        start.Environment["MOA_RUNTIME"] = moa.Runtime;
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.StartsWith("0: Linux ", output, StringComparison.Ordinal);
    }
}
