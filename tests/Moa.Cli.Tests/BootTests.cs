namespace Moa.Cli.Tests;

/// <summary>Guests that do not come up.</summary>
public sealed class BootTests : IDisposable
{
    private readonly MoaCommand _moa = new();

    public void Dispose() => _moa.Dispose();

    [Fact]
    public async Task A_kernel_without_a_root_panics_and_is_told_as_such_with_its_last_lines()
    {
        var outcome = await _moa.RunAsync("run", "--kernel", await TinyKernelAsync(), "--append", "console=ttyS0 panic=-1", "--", "true");
        outcome.IsMistake(125, "panicked", "Unable to mount root fs");
    }

    [Fact]
    public async Task A_kernel_that_is_cut_short_is_told_in_qemus_words_or_as_no_kernel()
    {
        var kernel = Path.Combine(_moa.Folder, "cut");
        var whole = await File.ReadAllBytesAsync(await TinyKernelAsync(), TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(kernel, whole[..100_000], TestContext.Current.CancellationToken);
        var outcome = await _moa.RunAsync("run", "--timeout", "20s", "--kernel", kernel, "--", "true");
        Assert.Contains(outcome.Code, new[] { 125, 6 });
        Assert.DoesNotContain("   at ", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_disk_is_told_and_leaves_nothing()
    {
        Assert.SkipUnless(Environment.UserName == "root", "only root can mount a small file system");
        var home = Path.Combine(_moa.Folder, "small");
        Directory.CreateDirectory(home);
        await MountAsync("mount", "-t", "tmpfs", "-o", "size=64k,mode=0700", "moa-test", home);
        try
        {
            await File.WriteAllBytesAsync(Path.Combine(home, "ballast"), new byte[56 * 1024], TestContext.Current.CancellationToken);
            Directory.CreateSymbolicLink(Path.Combine(home, "images"), Path.Combine(_moa.Home, "images"));
            var outcome = await _moa.With("MOA_HOME", home).RunAsync("run", "--", "true");
            outcome.IsMistake(125, "No space left");
        }
        finally
        {
            await MountAsync("umount", home);
        }
    }

    private static async Task MountAsync(string tool, params string[] arguments)
    {
        using var process = System.Diagnostics.Process.Start(tool, arguments);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
    }

    private async Task<string> TinyKernelAsync()
    {
        Assert.Equal(0, (await _moa.RunAsync("run", "--", "true")).Code);
        return Directory.EnumerateFiles(Path.Combine(_moa.Home, "images", "tiny"), "vmlinux*").First();
    }
}
