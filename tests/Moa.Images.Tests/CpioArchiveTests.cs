using System.Text;
using Moa.Images.Archives;
using Moa.Images.Tools;

namespace Moa.Images.Tests;

public sealed class CpioArchiveTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("busybox", "cpio", "-i", "-d", "-m")]
    [InlineData("cpio", "-i", "-d", "-m", "--quiet")]
    public async Task A_cpio_program_unpacks_what_was_packed(string tool, params string[] arguments)
    {
        Assert.SkipWhen(ToolRunner.Find(tool) is null, $"{tool} is not installed");
        using var folder = new TestFolder();
        var archive = new CpioArchive();
        archive.AddFile("etc/name with space", "content\n");
        archive.AddFile("usr/bin/tool", "#!/bin/sh\n", executable: true);
        archive.AddFile("empty", "");
        archive.AddLink("bin", "usr/bin");
        archive.AddFolder("tmp", 0b1_111_111_111);
        archive.AddFile("ünïcödé/文件", new byte[] { 1, 2, 3, 4, 5 });

        await ToolRunner.ReadAsync(
            new ToolCommand(tool, arguments) { Folder = folder.Path, Input = await BytesAsync(archive) }, Token);

        Assert.Equal("content\n", await File.ReadAllTextAsync(folder["etc/name with space"], Token));
        Assert.Equal("usr/bin", new FileInfo(folder["bin"]).LinkTarget);
        Assert.Equal(0, new FileInfo(folder["empty"]).Length);
        Assert.Equal([1, 2, 3, 4, 5], await File.ReadAllBytesAsync(folder["ünïcödé/文件"], Token));
        Assert.Equal((UnixFileMode)0b111_101_101, File.GetUnixFileMode(folder["usr/bin/tool"]));
        Assert.Equal((UnixFileMode)0b1_111_111_111, File.GetUnixFileMode(folder["tmp"]));
        Assert.Equal(DateTime.UnixEpoch, File.GetLastWriteTimeUtc(folder["empty"]));
    }

    [Fact]
    public async Task The_order_of_adding_does_not_show()
    {
        var first = new CpioArchive();
        first.AddFile("b/c", "1");
        first.AddFolder("a");
        first.AddLink("z", "a");
        var second = new CpioArchive();
        second.AddLink("z", "a");
        second.AddFolder("a");
        second.AddFolder("b");
        second.AddFile("b/c", "1");
        Assert.Equal(await BytesAsync(first), await BytesAsync(second));
    }

    [Theory]
    [InlineData("1")]
    [InlineData("12")]
    [InlineData("123")]
    [InlineData("1234")]
    public async Task Another_archive_can_follow_at_once(string content)
    {
        var archive = new CpioArchive();
        archive.AddFile($"name{content}", content);
        Assert.Equal(0, (await BytesAsync(archive)).Length % 4);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/etc/passwd")]
    [InlineData("../etc/passwd")]
    [InlineData("a/../../b")]
    [InlineData("a//b")]
    [InlineData("a/")]
    [InlineData(".")]
    [InlineData("a/./b")]
    [InlineData("a\0b")]
    public void A_name_that_leads_elsewhere_is_refused(string name)
    {
        var archive = new CpioArchive();
        Assert.Throws<ArgumentException>(() => archive.AddFile(name, ""));
        Assert.Throws<ArgumentException>(() => archive.AddFolder(name));
        Assert.Throws<ArgumentException>(() => archive.AddLink(name, "x"));
        Assert.Throws<ArgumentException>(() => archive.AddCharacterDevice(name, 1, 3));
    }

    [Fact]
    public void A_name_is_taken_once_and_a_file_is_no_folder()
    {
        var archive = new CpioArchive();
        archive.AddFile("a", "");
        Assert.Throws<ArgumentException>(() => archive.AddFile("a", ""));
        Assert.Throws<ArgumentException>(() => archive.AddFile("a/b", ""));
        Assert.Throws<ArgumentException>(() => archive.AddFolder("a"));
        Assert.Throws<ArgumentException>(() => archive.AddLink("link", ""));
    }

    [Fact]
    public async Task A_device_is_described_by_its_numbers()
    {
        var archive = new CpioArchive();
        archive.AddCharacterDevice("dev/console", 5, 1);
        var text = Encoding.ASCII.GetString(await BytesAsync(archive));
        var header = text[text.LastIndexOf("070701", text.IndexOf("dev/console", StringComparison.Ordinal), StringComparison.Ordinal)..];
        Assert.Equal("00002180", header.Substring(14, 8));
        Assert.Equal("0000000500000001", header.Substring(78, 16));
    }

    private static async Task<byte[]> BytesAsync(CpioArchive archive)
    {
        using var stream = new MemoryStream();
        await archive.WriteAsync(stream, Token);
        return stream.ToArray();
    }
}
