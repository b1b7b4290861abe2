using System.Formats.Tar;
using Moa.Images.Packages;
using Moa.Images.Tests.Fakes;

namespace Moa.Images.Tests;

public sealed class DebArchiveTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Wanted_files_are_read_and_others_passed_over()
    {
        var deb = new FakeDeb("a", "1").File("./boot/vmlinuz-1", [1, 2, 3]).File("./etc/other", [4]).File("./boot/empty", []);
        var files = await ReadAsync(deb.ToBytes(), static name => name.StartsWith("boot/", StringComparison.Ordinal));
        Assert.Equal(["boot/empty", "boot/vmlinuz-1"], files.Keys.Order());
        Assert.Equal([1, 2, 3], files["boot/vmlinuz-1"]);
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("./boot/../../etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("boot/..")]
    public async Task A_name_that_leads_outside_is_refused(string name)
    {
        var deb = new FakeDeb("a", "1").File(name, [1]);
        var error = await Assert.ThrowsAsync<ImageException>(() => ReadAsync(deb.ToBytes(), static _ => true));
        Assert.Contains("leads outside", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Links_are_not_followed()
    {
        var deb = new FakeDeb("a", "1").Link("./boot/vmlinuz-1", "/etc/passwd").Link("./boot/vmlinuz-2", "etc/passwd", TarEntryType.HardLink);
        Assert.Empty(await ReadAsync(deb.ToBytes(), static _ => true));
    }

    [Fact]
    public async Task A_cut_or_damaged_package_is_reported_with_dpkgs_words()
    {
        var random = new Random(2);
        var noise = new byte[50_000];
        random.NextBytes(noise);
        var whole = new FakeDeb("a", "1").File("./boot/vmlinuz-1", noise).ToBytes();
        foreach (var length in (int[])[0, 1, 8, 60, 100, 300, 1000, whole.Length / 2, whole.Length - 100])
        {
            var error = await Assert.ThrowsAsync<ToolException>(() => ReadAsync(whole[..length], static _ => true));
            Assert.NotEmpty(error.StandardError);
        }
        await Assert.ThrowsAsync<ToolException>(() => ReadAsync(noise, static _ => true));
    }

    [Fact]
    public async Task A_missing_package_is_reported_by_name()
    {
        using var folder = new TestFolder();
        var error = await Assert.ThrowsAsync<ToolException>(
            () => DebArchive.ReadAsync(folder["gone.deb"], static _ => true, static (_, _) => { }, Token));
        Assert.Contains("gone.deb", error.Message, StringComparison.Ordinal);
    }

    private static async Task<Dictionary<string, byte[]>> ReadAsync(byte[] deb, Func<string, bool> wanted)
    {
        using var folder = new TestFolder();
        await File.WriteAllBytesAsync(folder["a.deb"], deb, Token);
        var files = new Dictionary<string, byte[]>();
        await DebArchive.ReadAsync(folder["a.deb"], wanted, files.Add, Token);
        return files;
    }
}
