using Moa.Images.Kernels;
using Moa.Images.Tests.Fakes;
using Moa.Images.Tools;

namespace Moa.Images.Tests;

public sealed class BzImageTests
{
    private static readonly ToolCommand Xz = new("xz", "-dc");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_kernel_inside_is_found_whatever_its_compression()
    {
        var kernel = FakeElf.PvhKernel();
        Assert.Equal(kernel, await BzImage.ExtractAsync(FakeBzImage.Gzip(kernel), Xz, Token));
        Assert.Equal(kernel, await BzImage.ExtractAsync(FakeBzImage.Lz4(kernel), Xz, Token));
    }

    [Theory]
    [InlineData("xz")]
    [InlineData("zstd")]
    public async Task The_kernel_inside_is_found_with_a_tool(string tool)
    {
        Assert.SkipWhen(ToolRunner.Find(tool) is null, $"{tool} is not installed");
        var kernel = FakeElf.PvhKernel();
        Assert.Equal(kernel, await BzImage.ExtractAsync(await FakeBzImage.WithToolAsync(kernel, tool, Token), Xz, Token));
    }

    [Fact]
    public async Task Busyboxs_xz_serves_as_well()
    {
        Assert.SkipWhen(ToolRunner.Find("xz") is null, "xz, which the test compresses with, is not installed");
        var kernel = FakeElf.PvhKernel();
        var image = await FakeBzImage.WithToolAsync(kernel, "xz", Token);
        Assert.Equal(kernel, await BzImage.ExtractAsync(image, new ToolCommand("busybox", "xzcat"), Token));
    }

    [Fact]
    public async Task A_kernel_without_a_PVH_entry_stays_as_it_is() =>
        Assert.Null(await BzImage.ExtractAsync(FakeBzImage.Gzip(FakeElf.DynamicProgram()), Xz, Token));

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
                    await BzImage.ExtractAsync(image, Xz, Token);
                }
                catch (Exception error) when (error is InvalidDataException or EndOfStreamException or ToolException)
                {
                    Assert.NotEmpty(error.Message);
                }
            }
        }
    }
}
