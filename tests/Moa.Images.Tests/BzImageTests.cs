using Moa.Images.Archives;
using Moa.Images.Kernels;
using Moa.Images.Tests.Fakes;
using Moa.Images.Tools;

namespace Moa.Images.Tests;

public sealed class BzImageTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_kernel_inside_is_found_whatever_its_compression()
    {
        var kernel = FakeElf.PvhKernel();
        Assert.Equal(kernel, await BzImage.ExtractAsync(FakeBzImage.Gzip(kernel), new Decompressor(_folder.Path), Token));
        Assert.Equal(kernel, await BzImage.ExtractAsync(FakeBzImage.Lz4(kernel), new Decompressor(_folder.Path), Token));
    }

    [Theory]
    [InlineData("xz")]
    [InlineData("zstd")]
    public async Task The_kernel_inside_is_found_with_a_tool(string tool)
    {
        Assert.SkipWhen(ToolRunner.Find(tool) is null, $"{tool} is not installed");
        var kernel = FakeElf.PvhKernel();
        Assert.Equal(kernel, await BzImage.ExtractAsync(await FakeBzImage.WithToolAsync(kernel, tool, Token), new Decompressor(_folder.Path), Token));
    }

    [Fact]
    public async Task A_kernel_without_a_PVH_entry_stays_as_it_is() =>
        Assert.Null(await BzImage.ExtractAsync(FakeBzImage.Gzip(FakeElf.DynamicProgram()), new Decompressor(_folder.Path), Token));

    [Fact]
    public void The_release_is_read_from_the_header() => Assert.Equal(FakeBzImage.Release, BzImage.Release(FakeBzImage.Around(new byte[100])));

    [Fact]
    public async Task A_cut_or_damaged_kernel_is_reported_and_nothing_else_happens()
    {
        var random = new Random(3);
        var kernel = FakeElf.PvhKernel(8192);
        foreach (var whole in (byte[][])[FakeBzImage.Gzip(kernel), FakeBzImage.Lz4(kernel)])
        {
            for (var round = 0; round < 3000; round++)
            {
                var image = round % 2 == 0 ? whole[..random.Next(whole.Length)] : [.. whole];
                for (var flips = random.Next(3); flips > 0 && image.Length > 0; flips--)
                    image[random.Next(Math.Min(image.Length, 4096))] ^= (byte)(1 << random.Next(8));
                try
                {
                    await BzImage.ExtractAsync(image, new Decompressor(_folder.Path), Token);
                }
                catch (Exception error) when (error is InvalidDataException or ToolException)
                {
                    Assert.NotEmpty(error.Message);
                }
            }
        }
    }
}
