using Moa.Images.Tests.Fakes;
using Moa.Images.Tools;

namespace Moa.Images.Tests;

/// <summary>The built-in image, made from the distribution's real packages.</summary>
public sealed class TinyImageTests(RealPackages real) : IClassFixture<RealPackages>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_image_boots_and_finds_its_modules()
    {
        var console = await Guest.BootAsync(real.Image, Token,
            "-device", "virtio-serial-pci", "-chardev", "null,id=a", "-device", "virtserialport,chardev=a,name=moa.agent.0");

        Assert.Contains($"release {real.Image.Manifest.KernelRelease}", console, StringComparison.Ordinal);
        Assert.Contains("port moa.agent.0", console, StringComparison.Ordinal);
        Assert.Contains("modprobe works", console, StringComparison.Ordinal);
        Assert.DoesNotContain("insmod failed", console, StringComparison.Ordinal);
        Assert.Contains("done", console, StringComparison.Ordinal);
    }

    [Fact]
    public void The_kernel_is_one_that_QEMU_starts_directly() =>
        Assert.Equal(KernelFormat.PvhElf, KernelFile.Inspect(real.Image.KernelPath).Format);

    [Fact]
    public void An_image_that_is_there_is_returned_at_once()
    {
        using var folder = new TestFolder();
        var steps = new Steps();
        var task = real.CopyTo(folder).EnsureAsync("tiny", real.Agent, steps, Token);
        Assert.True(task.IsCompletedSuccessfully);
        Assert.Empty(steps.All);
        Assert.False(File.Exists(folder["images/.lock"]));
    }

    [Fact]
    public async Task Another_agent_takes_neither_network_nor_packages()
    {
        using var folder = new TestFolder();
        real.CopyTo(folder);
        await File.WriteAllTextAsync(folder["agent"], Guest.Init + "# another\n", Token);
        var steps = new Steps();
        var image = await new ImageStore(folder["images"], folder["empty cache"]).EnsureAsync("tiny", folder["agent"], steps, Token);

        Assert.Empty(steps.All);
        Assert.False(Directory.Exists(folder["empty cache"]));
        Assert.Equal(real.Image.Manifest.Kernel, image.Manifest.Kernel);
        Assert.NotEqual(real.Image.Manifest.Initramfs.Sha256, image.Manifest.Initramfs.Sha256);
        Assert.Equal(folder["agent"], image.Manifest.Agent.Path);
        Assert.Contains("done", await Guest.BootAsync(image, Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_image_before_the_last_is_removed()
    {
        using var folder = new TestFolder();
        var store = real.CopyTo(folder);
        for (var round = 0; round < 4; round++)
        {
            await File.WriteAllTextAsync(folder["agent"], Guest.Init + $"# {round}\n", Token);
            var image = await store.EnsureAsync("tiny", folder["agent"], cancellationToken: Token);
            Assert.True(File.Exists(image.InitrdPath));
        }
        Assert.Equal(2, Directory.GetFiles(folder["images/tiny"], "initramfs-*").Length);
        Assert.Single(Directory.GetFiles(folder["images/tiny"], "vmlinux-*"));
    }

    [Fact]
    public async Task A_damaged_image_is_made_again_with_the_same_bytes()
    {
        using var folder = new TestFolder();
        var store = real.CopyTo(folder);
        foreach (var file in Directory.GetFiles(folder["images/tiny"], "*-*"))
        {
            using var stream = File.OpenWrite(file);
            stream.SetLength(stream.Length / 2);
        }
        var image = await store.EnsureAsync("tiny", real.Agent, cancellationToken: Token);
        Assert.Equal(real.Image.Manifest.Initramfs, image.Manifest.Initramfs);
        Assert.True(File.ReadAllBytes(image.KernelPath).AsSpan().SequenceEqual(File.ReadAllBytes(real.Image.KernelPath)));
        Assert.True(File.ReadAllBytes(image.InitrdPath).AsSpan().SequenceEqual(File.ReadAllBytes(real.Image.InitrdPath)));
    }

    [Fact]
    public async Task What_an_interrupted_making_left_is_cleared_away()
    {
        using var folder = new TestFolder();
        var store = real.CopyTo(folder);
        await File.WriteAllTextAsync(folder["images/tiny/.new-initramfs-0"], "half", Token);
        Directory.CreateDirectory(folder["images/tiny/.new-work/deep"]);
        await File.WriteAllTextAsync(folder["agent"], "another", Token);
        await store.EnsureAsync("tiny", folder["agent"], cancellationToken: Token);
        Assert.Empty(Directory.GetFileSystemEntries(folder["images/tiny"], ".new-*"));
    }

    [Fact]
    public async Task Those_who_want_the_image_at_once_get_it_made_once()
    {
        using var folder = new TestFolder();
        var steps = Enumerable.Range(0, 6).Select(static _ => new Steps()).ToArray();
        var images = await Task.WhenAll(steps.Select(step =>
            Task.Run(() => new ImageStore(folder["images"], real.Cache).EnsureAsync("tiny", real.Agent, step, Token), Token)));
        Assert.Single(images.Select(static image => image.InitrdPath).Distinct());
        Assert.Single(steps, static step => step.All.Any(static progress => progress.Step == "putting the image together"));
    }

    [Fact]
    public async Task Cancelling_at_any_step_leaves_nothing_half_made()
    {
        using var folder = new TestFolder();
        var store = new ImageStore(folder["images"], real.Cache);
        foreach (var step in (string[])["unpacking", "putting the image together"])
        {
            using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
            var steps = new Steps { Then = progress => { if (progress.Step == step) cancel.Cancel(); } };
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.EnsureAsync("tiny", real.Agent, steps, cancel.Token));
            Assert.Empty(store.List());
            Assert.Empty(Directory.GetFileSystemEntries(folder["images/tiny"], ".new-*"));
        }
        Assert.Equal(real.Image.Manifest.Initramfs, (await store.EnsureAsync("tiny", real.Agent, cancellationToken: Token)).Manifest.Initramfs);
    }

    [Fact]
    public async Task A_full_disk_is_reported_and_the_image_before_stays()
    {
        using var folder = new TestFolder();
        Directory.CreateDirectory(folder["small"]);
        await MountAsync(folder["small"], "size=52m");
        try
        {
            var images = folder["small/images"];
            Directory.CreateDirectory(images);
            var big = await BigAgentAsync(folder);
            var error = await Assert.ThrowsAsync<ImageException>(
                () => new ImageStore(images, real.Cache).EnsureAsync("tiny", big, cancellationToken: Token));
            Assert.Contains("No space left", error.Message, StringComparison.Ordinal);
            Assert.Empty(new ImageStore(images).List());
            Assert.Empty(Directory.GetFileSystemEntries(images, ".new-*", SearchOption.AllDirectories));

            Assert.NotNull(await new ImageStore(images, real.Cache).EnsureAsync("tiny", real.Agent, cancellationToken: Token));
        }
        finally
        {
            await ToolRunner.ReadAsync(new ToolCommand("umount", folder["small"]), CancellationToken.None);
        }
    }

    private static async Task<string> BigAgentAsync(TestFolder folder)
    {
        var agent = new byte[40 << 20];
        new Random(1).NextBytes(agent);
        await File.WriteAllBytesAsync(folder["big"], agent, Token);
        return folder["big"];
    }

    private static async Task MountAsync(string folder, string options)
    {
        try
        {
            await ToolRunner.ReadAsync(new ToolCommand("mount", "-t", "tmpfs", "-o", options, "tmpfs", folder), Token);
        }
        catch (ToolException)
        {
            Assert.Skip("a small disk to fill needs the right to mount");
        }
    }
}
