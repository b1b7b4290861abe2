using Moa.Images.Archives;
using Moa.Images.Tools;

namespace Moa.Images.Tests;

public sealed class DecompressorTests : IDisposable
{
    private static readonly byte[] Content = MakeContent();

    private readonly TestFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("gz", "gzip", "-c")]
    [InlineData("xz", "xz", "-c")]
    [InlineData("zst", "zstd", "-c")]
    public async Task What_a_tool_compressed_comes_back(string suffix, string tool, params string[] arguments)
    {
        var compressed = await CompressAsync(tool, arguments);
        var plain = await new Decompressor(_folder.Path).DecompressAsync(compressed, suffix, Token);
        Assert.True(plain.AsSpan().SequenceEqual(Content));
    }

    [Theory]
    [InlineData("xz", "xz", "-c", "--check=crc32", "--x86", "--lzma2=dict=32MiB")]
    [InlineData("zst", "zstd", "-c")]
    public async Task Without_the_tool_dpkg_does_it(string suffix, string tool, params string[] arguments)
    {
        Assert.SkipWhen(ToolRunner.Find("dpkg-deb") is null, "this host has no dpkg-deb");
        var compressed = await CompressAsync(tool, arguments);
        var plain = await new Decompressor(_folder.Path).UnpackAsync(compressed, suffix, Token);
        Assert.True(plain.AsSpan().SequenceEqual(Content));
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Theory]
    [InlineData("gz")]
    [InlineData("xz")]
    [InlineData("zst")]
    [InlineData("rar")]
    public async Task Damaged_and_unknown_data_is_reported(string suffix)
    {
        var error = await Assert.ThrowsAnyAsync<Exception>(() => new Decompressor(_folder.Path).DecompressAsync(Content, suffix, Token));
        Assert.True(error is InvalidDataException or ToolException, error.ToString());
    }

    private static byte[] MakeContent()
    {
        var content = new byte[300_001];
        new Random(4).NextBytes(content.AsSpan(0, 100_000));
        return content;
    }

    private static async Task<byte[]> CompressAsync(string tool, string[] arguments)
    {
        Assert.SkipWhen(ToolRunner.Find(tool) is null, $"{tool}, which the test compresses with, is not installed");
        using var output = new MemoryStream();
        await ToolRunner.PipeAsync(new ToolCommand(tool, arguments) { Input = Content }, (stream, token) => stream.CopyToAsync(output, token), Token);
        return output.ToArray();
    }
}
