using Moa.Images.Packages;
using Moa.Images.Tests.Fakes;
using Moa.Images.Tiny;
using Moa.Images.Tools;

namespace Moa.Images.Tests;

/// <summary>Where the parts of the built-in image come from, on hosts unlike this one.</summary>
public sealed class SourceTests : IDisposable
{
    private const string Release = "6.6.6-1-generic";

    private readonly TestFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Ubuntus_split_packages_with_compressed_modules_are_put_together()
    {
        Assert.SkipUnless(AptPackages.IsAvailable, "this host has no apt");
        Assert.SkipWhen(ToolRunner.Find("zstd") is null, "zstd is not installed");
        var repository = new FakeRepository(_folder["repository"])
            .Add(new FakeDeb("linux-image-virtual", "6.6.6.1", $"linux-image-{Release}"))
            .Add(new FakeDeb($"linux-image-{Release}", "6.6.6-1", $"kmod, linux-base, linux-modules-{Release}")
                .File($"./boot/vmlinuz-{Release}", FakeBzImage.Gzip(FakeElf.PvhKernel())))
            .Add(new FakeDeb("busybox-static", "1").File("./usr/bin/busybox", await BusyboxAsync()))
            .Add(new FakeDeb($"linux-modules-{Release}", "6.6.6-1")
                .File($"./lib/modules/{Release}/modules.builtin", "kernel/drivers/block/virtio_blk.ko\nkernel/drivers/virtio/virtio_pci.ko\n"u8.ToArray())
                // The needed one comes before the one that tells of the need: another reading finds it.
                .File($"./lib/modules/{Release}/kernel/a/unusual_helper.ko.zst", await ZstdAsync(FakeElf.Module("depends=")))
                .File($"./lib/modules/{Release}/kernel/drivers/char/virtio_console.ko.zst", await ZstdAsync(FakeElf.Module("depends=unusual-helper")))
                .File($"./lib/modules/{Release}/kernel/drivers/net/virtio_net.ko.zst", await ZstdAsync(FakeElf.Module("depends=")))
                .File($"./lib/modules/{Release}/kernel/drivers/net/unwanted.ko.zst", [1, 2, 3]));
        var source = new DistributionSource(new AptPackages(_folder["cache"], [.. repository.Configuration]), Work(), progress: null);

        var parts = await source.ReadAsync([], refresh: true, Token);

        Assert.Equal(Release, parts.Release);
        Assert.Equal(FakeElf.PvhKernel(), parts.Kernel);
        Assert.Equal(["unusual_helper", "virtio_console", "virtio_net"], parts.Modules.All.Select(static module => module.Name));
        Assert.Equal(["unusual_helper", "virtio_console"], parts.Modules.InLoadingOrder(TinyModules.Early).Select(static module => module.Name));
        Assert.Contains("ext4", parts.AbsentModules);
        Assert.DoesNotContain("virtio_blk", parts.AbsentModules);
        Assert.Equal(["busybox-static", $"linux-image-{Release}", $"linux-modules-{Release}"], parts.Sources.Select(static package => package.Name));
        Assert.Contains("sh", parts.Busybox.Applets);

        // The same again without the source: all of it is in the cache.
        Directory.Delete(_folder["repository"], recursive: true);
        Assert.Equal(parts.Release, (await source.ReadAsync(parts.Sources, refresh: false, Token)).Release);
    }

    [Fact]
    public async Task Sources_without_a_kernel_are_named_as_the_reason()
    {
        Assert.SkipUnless(AptPackages.IsAvailable, "this host has no apt");
        var repository = new FakeRepository(_folder["repository"]);
        var source = new DistributionSource(new AptPackages(_folder["cache"], [.. repository.Configuration]), Work(), progress: null);
        var error = await Assert.ThrowsAsync<ImageException>(() => source.ReadAsync([], refresh: true, Token));
        Assert.Contains("offer no kernel package", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sources_that_cannot_be_reached_are_named_with_apts_words()
    {
        Assert.SkipUnless(AptPackages.IsAvailable, "this host has no apt");
        var repository = new FakeRepository(_folder["repository"]);
        Directory.Delete(_folder["repository"], recursive: true);
        Directory.CreateDirectory(_folder["repository"]);
        await File.WriteAllTextAsync(_folder["repository/sources.list"], "deb http://127.0.0.1:9/debian stable main\n", Token);
        var source = new DistributionSource(new AptPackages(_folder["cache"], [.. repository.Configuration, "Acquire::Retries \"0\";"]), Work(), progress: null);
        var error = await Assert.ThrowsAsync<ImageException>(() => source.ReadAsync([], refresh: true, Token));
        Assert.Contains("127.0.0.1:9", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_that_is_down_does_not_matter_when_another_has_the_packages()
    {
        Assert.SkipUnless(AptPackages.IsAvailable, "this host has no apt");
        var tool = new FakeDeb("tool", "1").File("./usr/bin/tool", [1]);
        var repository = new FakeRepository(_folder["repository"]).Add(tool);
        await File.AppendAllTextAsync(_folder["repository/sources.list"], "deb http://127.0.0.1:9/debian stable main\n", Token);
        var packages = new AptPackages(_folder["cache"], [.. repository.Configuration, "Acquire::Retries \"0\";"]);
        Assert.NotNull(await packages.UpdateListsAsync(Token));
        var found = Assert.Single(await packages.FindAsync(["tool"], Token));
        Assert.Equal(tool.ToBytes(), await File.ReadAllBytesAsync(await packages.FetchAsync(found.Identity, progress: null, Token), Token));
    }

    [Fact]
    public async Task A_required_module_that_is_absent_is_named()
    {
        WriteHost(modules: []);
        var error = await Assert.ThrowsAsync<ImageException>(() => new HostSource(_folder["host"], Work()).ReadAsync(Token));
        Assert.Contains("no module virtio_pci", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_apt_the_hosts_kernel_and_busybox_are_taken()
    {
        await BusyboxAsync();
        WriteHost("drivers/virtio/virtio_pci.ko", "drivers/char/virtio_console.ko", "drivers/block/virtio_blk.ko", "drivers/net/virtio_net.ko");
        var parts = await new HostSource(_folder["host"], Work()).ReadAsync(Token);
        Assert.Equal(Release, parts.Release);
        Assert.Equal(4, parts.Modules.All.Count());
        Assert.Equal(Release, parts.Sources[0].Version);
    }

    [Fact]
    public async Task A_host_without_a_kernel_is_told_what_to_install()
    {
        Directory.CreateDirectory(_folder["host"]);
        var error = await Assert.ThrowsAsync<ImageException>(() => new HostSource(_folder["host"], Work()).ReadAsync(Token));
        Assert.Contains("no kernel with modules", error.Message, StringComparison.Ordinal);
        Assert.Contains("--kernel", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_busybox_that_is_not_static_is_refused()
    {
        var error = await Assert.ThrowsAsync<ImageException>(() => Busybox.PrepareAsync(FakeElf.DynamicProgram(), "/bin/busybox", Work(), Token));
        Assert.Contains("not a statically linked busybox", error.Message, StringComparison.Ordinal);
    }

    private void WriteHost(params string[] modules)
    {
        Directory.CreateDirectory(_folder["host/boot"]);
        File.WriteAllBytes(_folder[$"host/boot/vmlinuz-{Release}"], FakeBzImage.Gzip(FakeElf.PvhKernel()));
        Directory.CreateDirectory(_folder[$"host/lib/modules/{Release}"]);
        File.WriteAllText(_folder[$"host/lib/modules/{Release}/modules.builtin"], "");
        foreach (var module in modules)
        {
            var path = _folder[$"host/lib/modules/{Release}/kernel/{module}"];
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, FakeElf.Module("depends="));
        }
    }

    private string Work()
    {
        Directory.CreateDirectory(_folder["work"]);
        return _folder["work"];
    }

    private static async Task<byte[]> BusyboxAsync()
    {
        var path = ToolRunner.Find("busybox");
        Assert.SkipWhen(path is null, "busybox is not installed");
        return await File.ReadAllBytesAsync(path!, Token);
    }

    private static async Task<byte[]> ZstdAsync(byte[] content)
    {
        using var output = new MemoryStream();
        await ToolRunner.PipeAsync(new ToolCommand("zstd", "-c") { Input = content }, (stream, token) => stream.CopyToAsync(output, token), Token);
        return output.ToArray();
    }
}
