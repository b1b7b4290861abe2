using Moa.Images.Packages;
using Moa.Images.Tests.Fakes;

namespace Moa.Images.Tests;

/// <summary>apt itself, with a folder as its only source.</summary>
public sealed class AptPackagesTests : IDisposable
{
    private static readonly FakeDeb Tool = new FakeDeb("tool", "1:2.0-1", "libc6 (>= 2), other | another:any").File("./usr/bin/tool", [1, 2, 3]);

    private readonly TestFolder _folder = new();
    private readonly FakeRepository _repository;
    private readonly AptPackages _packages;

    public AptPackagesTests()
    {
        Assert.SkipUnless(AptPackages.IsAvailable, "this host has no apt");
        _repository = new(_folder["repository"]);
        _packages = new(_folder["cache"], [.. _repository.Configuration]);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_package_is_found_and_fetched_with_lists_of_our_own()
    {
        var package = await FindAsync();
        Assert.Equal(("tool", "1:2.0-1", "amd64"), (package.Name, package.Identity.Version, package.Identity.Architecture));
        Assert.Equal(["libc6", "other"], package.Depends);

        var progress = new Steps();
        var file = await _packages.FetchAsync(package.Identity, progress, Token);
        Assert.Equal("tool_1%3a2.0-1_amd64.deb", Path.GetFileName(file));
        Assert.Equal(Tool.ToBytes(), await File.ReadAllBytesAsync(file, Token));
        Assert.Contains(new ImageProgress("fetching tool", package.Identity.Size, package.Identity.Size), progress.All);
    }

    [Fact]
    public async Task The_newest_version_is_taken()
    {
        _repository.Add(new FakeDeb("tool", "1:1.9")).Add(new FakeDeb("tool", "1:2.10")).Add(new FakeDeb("tool", "1:2.9"));
        Assert.Equal("1:2.10", (await FindAsync()).Identity.Version);
    }

    [Fact]
    public async Task Unknown_names_are_left_out()
    {
        await FindAsync();
        Assert.Equal(["tool"], (await _packages.FindAsync(["nothing-like-it", "tool"], Token)).Select(static package => package.Name));
        Assert.Empty(await _packages.FindAsync(["nothing-like-it"], Token));
        Assert.Empty(await _packages.FindAsync(["-o", "--help"], Token));
    }

    [Fact]
    public async Task A_cached_package_is_taken_without_its_source_and_a_damaged_one_is_not()
    {
        var package = await FindAsync();
        var file = await _packages.FetchAsync(package.Identity, progress: null, Token);
        var source = _repository[Tool];
        File.Move(source, source + ".away");
        Assert.Equal(file, await _packages.FetchAsync(package.Identity, progress: null, Token));

        var content = await File.ReadAllBytesAsync(file, Token);
        content[^1] ^= 1;
        await File.WriteAllBytesAsync(file, content, Token);
        Assert.Null(await _packages.FindCachedAsync(package.Identity, Token));
        var error = await Assert.ThrowsAsync<ToolException>(() => _packages.FetchAsync(package.Identity, progress: null, Token));
        Assert.Equal("apt-get", error.Tool);
        Assert.Empty(Directory.GetFileSystemEntries(_folder["cache"], ".arriving*"));

        File.Move(source + ".away", source);
        Assert.Equal(file, await _packages.FetchAsync(package.Identity, progress: null, Token));
        Assert.Equal(Tool.ToBytes(), await File.ReadAllBytesAsync(file, Token));
    }

    [Fact]
    public async Task A_package_that_is_not_the_promised_one_is_refused()
    {
        var package = await FindAsync();
        var content = Tool.ToBytes();
        content[^1] ^= 1;
        await File.WriteAllBytesAsync(_repository[Tool], content, Token);
        await Assert.ThrowsAsync<ToolException>(() => _packages.FetchAsync(package.Identity, progress: null, Token));
        Assert.Empty(Directory.GetFiles(_folder["cache"], "*.deb"));
    }

    [Fact]
    public async Task What_is_no_longer_used_leaves_the_cache()
    {
        var package = await FindAsync();
        var file = await _packages.FetchAsync(package.Identity, progress: null, Token);
        await File.WriteAllTextAsync(_folder["cache/old_1_amd64.deb"], "", Token);
        _packages.RemoveAllBut([package.Identity]);
        Assert.Equal([file], Directory.GetFiles(_folder["cache"], "*.deb"));
    }

    [Fact]
    public async Task The_hosts_hooks_are_left_out_and_its_secrets_stay_private()
    {
        var packages = new AptPackages(_folder["other"], [.. _repository.Add(Tool).Configuration]);
        await packages.UpdateListsAsync(Token);
        var configuration = await File.ReadAllTextAsync(_folder["other/apt/apt.conf"], Token);
        Assert.DoesNotContain("Post-Invoke", configuration, StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder["other/apt/apt.conf"]));
    }

    private async Task<Package> FindAsync()
    {
        _repository.Add(Tool);
        await _packages.UpdateListsAsync(Token);
        return Assert.Single(await _packages.FindAsync(["tool"], Token));
    }
}
