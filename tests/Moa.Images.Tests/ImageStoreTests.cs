using Moa.Images.Tools;

namespace Moa.Images.Tests;

public sealed class ImageStoreTests : IDisposable
{
    private static readonly ImageManifest Manifest = new()
    {
        Name = "tiny",
        Format = 1,
        Architecture = "x86_64",
        KernelRelease = "6.6.6",
        KernelArguments = "console=ttyS0 quiet",
        Kernel = new("vmlinux-1", 4, "aa"),
        Initramfs = new("initramfs-1", 5, "bb"),
        InitramfsBase = new("", 3, "cc"),
        Agent = new("/a path/agent", 7, 638_000_000_000_000_000, "dd"),
        Packages = [new("busybox-static", "1:1.35.0-4", "amd64", 9, "ee"), new("/path with space/vmlinuz", "6.6.6", "", 10, "ff")],
        Modules = ["virtio", "virtio_pci"],
        AbsentModules = ["zfs"],
    };

    private readonly TestFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_manifest_is_read_as_it_was_written()
    {
        ManifestFile.Write(_folder["manifest"], Manifest);
        Assert.Equivalent(Manifest, ManifestFile.Read(_folder["manifest"]), strict: true);
        Assert.Equal([_folder["manifest"]], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void A_damaged_manifest_is_named_and_never_believed()
    {
        ManifestFile.Write(_folder["manifest"], Manifest);
        var whole = File.ReadAllBytes(_folder["manifest"]);
        var random = new Random(1);
        for (var round = 0; round < 2000; round++)
        {
            var content = round < whole.Length ? whole[..round] : [.. whole];
            if (round >= whole.Length)
                content[random.Next(whole.Length)] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(_folder["manifest"], content);
            var error = Assert.Throws<ImageException>(() => ManifestFile.Read(_folder["manifest"]));
            Assert.Contains(_folder["manifest"], error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_manifest_of_a_newer_Moa_is_left_alone()
    {
        ManifestFile.Write(_folder["manifest"], Manifest);
        File.WriteAllText(_folder["manifest"], File.ReadAllText(_folder["manifest"]).Replace("schema 1", "schema 2", StringComparison.Ordinal));
        Assert.Contains("newer Moa", Assert.Throws<ImageException>(() => ManifestFile.ReadUsable(_folder["manifest"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Images_are_listed_and_inspected_without_being_made()
    {
        var store = new ImageStore(_folder["images"]);
        Assert.Empty(store.List());
        Assert.Contains("not been made yet", Assert.Throws<ImageNotFoundException>(() => store.Inspect("tiny")).Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["images"]));

        Directory.CreateDirectory(_folder["images/tiny"]);
        ManifestFile.Write(_folder["images/tiny/manifest"], Manifest);
        var image = Assert.Single(store.List());
        Assert.Equal(_folder["images/tiny/vmlinux-1"], image.KernelPath);
        Assert.Equal("console=ttyS0 quiet", image.KernelArguments);
        Assert.Equal(image.InitrdPath, store.Inspect("tiny").InitrdPath);
    }

    [Theory]
    [InlineData("debian")]
    [InlineData("../tiny")]
    [InlineData("")]
    [InlineData("tiny/")]
    public async Task An_unknown_name_is_refused_with_those_there_are(string name)
    {
        var store = new ImageStore(_folder["images"]);
        var error = await Assert.ThrowsAsync<ImageNotFoundException>(() => store.EnsureAsync(name, _folder["agent"], cancellationToken: Token));
        Assert.Equal(name, error.Name);
        Assert.EndsWith("There is: tiny", error.Message, StringComparison.Ordinal);
        Assert.Throws<ImageNotFoundException>(() => store.Inspect(name));
        await Assert.ThrowsAsync<ImageNotFoundException>(() => store.RemoveAsync(name, Token));
    }

    [Fact]
    public async Task Removing_says_whether_there_was_an_image()
    {
        var store = new ImageStore(_folder["images"]);
        Assert.False(await store.RemoveAsync("tiny", Token));
        Directory.CreateDirectory(_folder["images/tiny"]);
        ManifestFile.Write(_folder["images/tiny/manifest"], Manifest);
        Assert.True(await store.RemoveAsync("tiny", Token));
        Assert.Empty(store.List());
    }

    [Fact]
    public async Task An_agent_that_is_not_there_is_named()
    {
        var store = new ImageStore(_folder["images"]);
        var error = await Assert.ThrowsAsync<ImageException>(() => store.EnsureAsync("tiny", _folder["agent"], cancellationToken: Token));
        Assert.Contains(_folder["agent"], error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_named()
    {
        await File.WriteAllTextAsync(_folder["file"], "", Token);
        var error = await Assert.ThrowsAsync<ImageException>(
            () => new ImageStore(_folder["file/images"]).EnsureAsync("tiny", _folder["agent"], cancellationToken: Token));
        Assert.Contains(_folder["file"], error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_lock_is_free_again_when_its_holder_is_killed()
    {
        Directory.CreateDirectory(_folder["images"]);
        using var kill = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var held = new TaskCompletionSource();
        var holder = ToolRunner.ReadLinesAsync(
            new ToolCommand("flock", _folder["images/.lock"], "sh", "-c", "echo held; exec sleep 600"), _ => held.TrySetResult(), kill.Token);
        await held.Task;
        var waiting = StoreLock.TakeAsync(_folder["images"], progress: null, Token);
        Assert.False(waiting.IsCompleted);
        await kill.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => holder);
        (await waiting).Dispose();
    }

    [Fact]
    public async Task Waiting_for_the_lock_can_be_cancelled()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        using var held = await StoreLock.TakeAsync(_folder["images"], progress: null, Token);
        var waiting = StoreLock.TakeAsync(_folder["images"], progress: null, cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }
}
