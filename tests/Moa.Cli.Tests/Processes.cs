using System.Diagnostics;

namespace Moa.Cli.Tests;

/// <summary>Processes that are not children of the test.</summary>
internal static class Processes
{
    public static string NameOf(int pid) => File.Exists($"/proc/{pid}/comm") ? File.ReadAllText($"/proc/{pid}/comm").Trim() : "";

    public static void Kill(int pid)
    {
        using var process = Process.GetProcessById(pid);
        process.Kill();
    }

    /// <summary>Waits until a process is gone; one that stays lets the test run into its own time limit.</summary>
    public static async Task GoneAsync(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
        catch (ArgumentException)
        {
            Assert.False(Directory.Exists($"/proc/{pid}"));
        }
    }
}
