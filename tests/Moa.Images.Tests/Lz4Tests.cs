using Moa.Images.Archives;
using Moa.Images.Tests.Fakes;
using Moa.Images.Tools;

namespace Moa.Images.Tests;

public sealed class Lz4Tests
{
    [Fact]
    public void Any_content_comes_back()
    {
        var random = new Random(42);
        for (var round = 0; round < 500; round++)
        {
            var content = Content(random);
            Assert.Equal(content, Lz4.DecompressLegacy(FakeLz4.LegacyFrame(content), content.Length));
        }
    }

    [Fact]
    public async Task What_the_lz4_tool_compresses_comes_back()
    {
        Assert.SkipWhen(ToolRunner.Find("lz4") is null, "the lz4 tool is not installed");
        var content = new byte[9 << 20];
        new Random(1).NextBytes(content.AsSpan(0, 1 << 20));
        content.AsSpan(0, 1 << 20).CopyTo(content.AsSpan(5 << 20));
        using var frame = new MemoryStream();
        await ToolRunner.PipeAsync(
            new ToolCommand("lz4", "-l", "-c") { Input = content }, (output, token) => output.CopyToAsync(frame, token),
            TestContext.Current.CancellationToken);
        Assert.True(Lz4.DecompressLegacy(frame.ToArray(), content.Length).AsSpan().SequenceEqual(content));
    }

    [Fact]
    public void Damaged_data_is_reported_and_nothing_else_happens()
    {
        var random = new Random(7);
        var content = Content(random);
        var whole = FakeLz4.LegacyFrame(content);
        for (var round = 0; round < 50_000; round++)
        {
            var frame = whole[..random.Next(whole.Length + 1)];
            for (var flips = random.Next(4); flips > 0 && frame.Length > 0; flips--)
                frame[random.Next(frame.Length)] = (byte)random.Next(256);
            try
            {
                Assert.Equal(content.Length, Lz4.DecompressLegacy(frame, content.Length).Length);
            }
            catch (InvalidDataException error)
            {
                Assert.NotEmpty(error.Message);
            }
        }
    }

    [Fact]
    public void A_size_that_does_not_fit_is_reported()
    {
        var frame = FakeLz4.LegacyFrame(new byte[100]);
        Assert.Throws<InvalidDataException>(() => Lz4.DecompressLegacy(frame, 99));
        Assert.Throws<InvalidDataException>(() => Lz4.DecompressLegacy(frame, 101));
    }

    private static byte[] Content(Random random)
    {
        var content = new byte[random.Next(5000)];
        for (var at = 0; at < content.Length;)
        {
            var run = Math.Min(content.Length - at, random.Next(1, 700));
            if (random.Next(2) == 0)
                content.AsSpan(at, run).Fill((byte)random.Next(3));
            else
                random.NextBytes(content.AsSpan(at, run));
            at += run;
        }
        return content;
    }
}
