using System.Diagnostics;

namespace Moa.GuestAgent.Tests;

/// <summary>The agent as it runs in guests: compiled ahead of time, one static file.</summary>
internal static class NativeAgent
{
    private static readonly Lazy<Task<string>> Built = new(BuildAsync);

    /// <summary>The file, made when it is missing or older than its sources.</summary>
    public static Task<string> PathAsync() => Built.Value;

    private static string Root { get; } = FindRoot();

    private static async Task<string> BuildAsync()
    {
        var folder = Path.Combine(Root, "artifacts", "publish", "Moa.GuestAgent");
        var file = Directory.Exists(folder)
            ? Directory.GetFiles(folder, "moa-agent", SearchOption.AllDirectories).FirstOrDefault(static f => f.Contains("release", StringComparison.Ordinal))
            : null;
        if (file is not null && File.GetLastWriteTimeUtc(file) > NewestSource())
            return file;
        using var process = Process.Start(new ProcessStartInfo(
            "dotnet", ["publish", Path.Combine(Root, "src", "Moa.GuestAgent"), "-c", "Release", "--nologo", "-v", "quiet"])
        {
            RedirectStandardOutput = true,
        })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, output);
        file = Directory.GetFiles(folder, "moa-agent", SearchOption.AllDirectories).First(static f => f.Contains("release", StringComparison.Ordinal));
        File.SetLastWriteTimeUtc(file, NewestSource().AddSeconds(1));
        return file;
    }

    private static DateTime NewestSource() =>
        ((string[])["src/Moa.GuestAgent", "src/Moa/Guests/Protocol", "eng"])
        .SelectMany(static folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*", SearchOption.AllDirectories))
        .Max(File.GetLastWriteTimeUtc);

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Moa.slnx")))
            folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
