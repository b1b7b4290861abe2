using Moa.Images.Kernels;
using Moa.Images.Tests.Fakes;

namespace Moa.Images.Tests;

public sealed class KernelModulesTests
{
    [Fact]
    public void Modules_load_after_what_they_need()
    {
        var modules = Modules("",
            ("kernel/d.ko", "depends=b,c"), ("kernel/c.ko", "depends=a"), ("kernel/b.ko", "depends=a"), ("kernel/a.ko", "depends="));
        Assert.Equal(["a", "b", "c", "d"], Names(modules.InLoadingOrder("d")));
        Assert.Equal(["a", "c", "b", "d"], Names(modules.InLoadingOrder("c", "d")));
    }

    [Fact]
    public void A_name_is_the_same_with_dashes_and_underscores()
    {
        var modules = Modules("", ("kernel/net/virtio-rng.ko.xz", "depends=rng-core"), ("kernel/rng_core.ko", "depends="));
        Assert.Equal(["rng_core", "virtio_rng"], Names(modules.InLoadingOrder("virtio_rng")));
    }

    [Fact]
    public void What_is_built_in_needs_no_loading()
    {
        var modules = Modules("kernel/lib/crc16.ko\nkernel/fs/virtio-x.ko\n", ("kernel/ext4.ko", "depends=crc16"));
        Assert.Equal(["ext4"], Names(modules.InLoadingOrder("ext4", "virtio_x")));
        Assert.Empty(modules.Missing());
        Assert.True(modules.IsBuiltin("virtio_x"));
    }

    [Fact]
    public void What_is_absent_is_named_with_who_needs_it()
    {
        var modules = Modules("", ("kernel/ext4.ko", "depends=jbd2"));
        Assert.Equal(["jbd2"], modules.Missing());
        var error = Assert.Throws<ImageException>(() => modules.InLoadingOrder("ext4"));
        Assert.Contains("no module jbd2, which ext4 needs", error.Message, StringComparison.Ordinal);
        Assert.Contains("no module zfs:", Assert.Throws<ImageException>(() => modules.InLoadingOrder("zfs")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Modules_that_need_each_other_are_an_error()
    {
        var modules = Modules("", ("kernel/a.ko", "depends=b"), ("kernel/b.ko", "depends=a"));
        Assert.Contains("need each other", Assert.Throws<ImageException>(() => modules.InLoadingOrder("a")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_soft_dependency_comes_first_by_name_or_alias_and_may_be_absent()
    {
        var modules = Modules("",
            ("kernel/ext4.ko", "softdep=pre: crypto-crc32c absent post: later"),
            ("kernel/crc32c_generic.ko", "alias=crypto-crc32c"),
            ("kernel/later.ko", "depends="));
        Assert.Equal(["crc32c_generic", "ext4"], Names(modules.InLoadingOrder("ext4")));
    }

    [Fact]
    public void Modprobes_files_name_paths_nearest_first_and_every_alias()
    {
        var modules = Modules("",
            ("kernel/d.ko", "depends=b"), ("kernel/b.ko", "depends=a"), ("kernel/a.ko", "alias=pci:v00001AF4d*|alias=fs-a"));
        Assert.Equal("kernel/a.ko:\nkernel/b.ko: kernel/a.ko\nkernel/d.ko: kernel/b.ko kernel/a.ko\n", modules.DependencyFile());
        Assert.Equal("alias pci:v00001AF4d* a\nalias fs-a a\n", modules.AliasFile());
    }

    [Fact]
    public void A_damaged_module_is_reported_and_nothing_else_happens()
    {
        var random = new Random(9);
        var whole = FakeElf.Module("depends=a,b", "alias=x");
        for (var round = 0; round < 20_000; round++)
        {
            var file = whole[..random.Next(1, whole.Length + 1)];
            file[random.Next(file.Length)] = (byte)random.Next(256);
            try
            {
                Assert.NotNull(KernelModule.Read("kernel/x.ko", file));
            }
            catch (InvalidDataException error)
            {
                Assert.NotEmpty(error.Message);
            }
        }
    }

    private static KernelModules Modules(string builtin, params (string Path, string Info)[] files)
    {
        var modules = new KernelModules(builtin);
        foreach (var (path, info) in files)
            modules.Add(KernelModule.Read(path, FakeElf.Module(info.Split('|'))));
        return modules;
    }

    private static IEnumerable<string> Names(IEnumerable<KernelModule> modules) => modules.Select(static module => module.Name);
}
