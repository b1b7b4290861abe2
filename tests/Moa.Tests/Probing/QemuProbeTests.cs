using Moa.Probing;

namespace Moa.Tests.Probing;

public sealed class QemuProbeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Cache => Path.Combine(_folder.Path, "cache");

    public void Dispose() => _folder.Dispose();

    private Task<QemuBuild> LoadAsync(string qemu, string? cache = null) =>
        new QemuProbe(cache ?? Cache, _folder.Runtime).LoadAsync(qemu, Cancel);

    [Theory]
    [MemberData(nameof(Qemus.All), MemberType = typeof(Qemus))]
    public async Task A_build_tells_its_version_its_machines_and_its_accelerators(string qemu)
    {
        var build = await LoadAsync(qemu);
        Assert.Equal(qemu == Qemus.Ten ? 10 : 7, build.Version.Major);
        Assert.Equal("x86_64", build.Architecture);
        Assert.Contains("Debian", build.Package, StringComparison.Ordinal);
        Assert.Contains("tcg", build.Accelerators);
        Assert.Contains("kvm", build.Accelerators);
        Assert.True(build.HasSandbox);
        var q35 = build.FindMachine("q35")!;
        Assert.Equal(qemu == Qemus.Ten ? "pc-q35-10.0" : "pc-q35-7.2", q35.Name);
        Assert.Equal("qemu64", q35.DefaultCpu);
        Assert.True(q35.MaxCpus >= 288);
        Assert.Same(q35, build.FindMachine(q35.Name));
        Assert.Contains(build.Machines, static machine => machine.IsDefault);
        Assert.Null(build.FindMachine("nonesuch"));
        Assert.Contains(await build.GetCpusAsync(Cancel), static cpu => cpu is { Name: "EPYC", AliasOf: "EPYC-v1" });
        Assert.Contains("virtio-blk-pci", await build.GetDeviceTypesAsync(Cancel));
    }

    [Theory]
    [MemberData(nameof(Qemus.All), MemberType = typeof(Qemus))]
    public async Task What_is_read_from_the_cache_equals_what_QEMU_said(string qemu)
    {
        var cold = await LoadAsync(qemu);
        var coldDevice = await cold.GetDeviceAsync("virtio-net-pci", Cancel);
        var warm = await LoadAsync(qemu);
        var warmDevice = await warm.GetDeviceAsync("virtio-net-pci", Cancel);
        Assert.Equal(cold.ToString(), warm.ToString());
        Assert.Equal(cold.Machines, warm.Machines);
        Assert.Equal(cold.Accelerators, warm.Accelerators);
        Assert.Equal(coldDevice.Properties, warmDevice.Properties);
        Assert.Equal((await cold.GetSchemaAsync(Cancel)).Commands, (await warm.GetSchemaAsync(Cancel)).Commands);
    }

    [Fact]
    public async Task A_known_build_is_not_started_again()
    {
        // A stand-in that counts how often it is started.
        var count = Path.Combine(_folder.Path, "count");
        var qemu = _folder.Script("qemu", $"echo x >> {count}\nexec {Qemus.Installed} \"$@\"\n");
        for (var i = 0; i < 3; i++)
        {
            var build = await LoadAsync(qemu);
            await build.GetSchemaAsync(Cancel);
        }
        Assert.Single(await File.ReadAllLinesAsync(count, Cancel));
    }

    [Fact]
    public async Task A_build_that_was_replaced_is_asked_again()
    {
        var count = Path.Combine(_folder.Path, "count");
        for (var i = 0; i < 2; i++)
        {
            var qemu = _folder.Script("qemu", $"echo x >> {count} # {i}\nexec {Qemus.Installed} \"$@\"\n");
            await LoadAsync(qemu);
            File.SetLastWriteTimeUtc(qemu, DateTime.UnixEpoch);
            await LoadAsync(qemu);
        }
        Assert.Equal(4, (await File.ReadAllLinesAsync(count, Cancel)).Length);
        Assert.Single(Directory.GetDirectories(Cache)); // what was known of the earlier builds is gone
    }

    [Fact]
    public async Task A_damaged_cache_is_made_anew_without_a_word()
    {
        var cold = await LoadAsync(Qemus.Installed);
        await cold.GetDeviceAsync("virtio-rng-pci", Cancel);
        foreach (var file in Directory.GetFiles(Cache, "*", SearchOption.AllDirectories))
        {
            var bytes = await File.ReadAllBytesAsync(file, Cancel);
            var place = bytes.Length / 2;
            foreach (var damaged in (byte[][])[[], bytes[..place], [.. bytes[..place], (byte)(bytes[place] ^ 1), .. bytes[(place + 1)..]], [0, .. bytes[1..]]])
            {
                await File.WriteAllBytesAsync(file, damaged, Cancel);
                var build = await LoadAsync(Qemus.Installed);
                Assert.Equal(cold.Machines, build.Machines);
                Assert.True((await build.GetSchemaAsync(Cancel)).HasCommand("blockdev-add"));
                Assert.True((await build.GetDeviceAsync("virtio-rng-pci", Cancel)).Properties.ContainsKey("max-bytes"));
                Assert.Equal(bytes, await File.ReadAllBytesAsync(file, Cancel));
            }
        }
    }

    [Fact]
    public async Task A_cache_that_cannot_be_written_costs_time_only()
    {
        var file = Path.Combine(_folder.Path, "file");
        await File.WriteAllTextAsync(file, "", Cancel);
        var build = await LoadAsync(Qemus.Installed, Path.Combine(file, "cache"));
        Assert.True((await build.GetSchemaAsync(Cancel)).HasCommand("quit"));
    }

    [Theory]
    [MemberData(nameof(Qemus.All), MemberType = typeof(Qemus))]
    public async Task The_properties_of_a_device_type_are_known(string qemu)
    {
        var build = await LoadAsync(qemu);
        var devices = await build.GetDevicesAsync(["virtio-blk-pci", "nonesuch", "virtserialport"], Cancel);
        Assert.Equal("size", devices["virtio-blk-pci"].Properties["logical_block_size"].Type);
        Assert.Equal(qemu != Qemus.Ten, devices["virtio-blk-pci"].Properties.ContainsKey("scsi"));
        Assert.True(devices["virtserialport"].Properties.ContainsKey("nr"));
        Assert.False(devices["nonesuch"].Exists);
    }

    [Fact]
    public async Task A_type_whose_question_ends_QEMU_is_unusable_and_the_others_are_not()
    {
        var build = await LoadAsync(Qemus.Installed);
        var devices = await build.GetDevicesAsync(["virtio-rng-pci", "virtio-gpu-gl-pci", "virtio-blk-pci"], Cancel);
        Assert.Null(devices["virtio-rng-pci"].Problem);
        Assert.Null(devices["virtio-blk-pci"].Problem);
        Assert.Contains("virtio-gpu-gl-device", devices["virtio-gpu-gl-pci"].Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_QEMU_that_somebody_ends_says_nothing_about_a_type()
    {
        // It greets, and is killed by the first question about a type.
        var build = await LoadAsync(Qemus.Installed);
        var qemu = _folder.FakeQemu("7.2", "sysread $client, $_, 4096; kill 9, $$;");
        var facts = BuildFacts.TryParse(ProbeCache.For(Cache, build.Path).Read("build"))!;
        ProbeCache.For(Cache, qemu).Write("build", facts.ToBytes());
        var fake = await LoadAsync(qemu);
        var failure = await Assert.ThrowsAsync<QemuProbeException>(() => fake.GetDeviceAsync("virtio-rng-pci", Cancel));
        Assert.Contains("signal 9", failure.Message, StringComparison.Ordinal);
        Assert.Null(ProbeCache.For(Cache, qemu).Read("device-virtio-rng-pci"));
    }

    [Fact]
    public async Task Probing_leaves_nothing_behind()
    {
        var build = await LoadAsync(Qemus.Installed);
        await build.TryAcceleratorAsync("kvm", again: true, Cancel);
        await Assert.ThrowsAsync<QemuProbeException>(() => LoadAsync(_folder.Script("bad", "exit 3\n")));
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Runtime));
        Assert.Empty(Directory.GetFiles(Cache, ".*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_cancelled_probe_leaves_nothing_behind()
    {
        var qemu = _folder.Script("qemu", "exec sleep 60\n");
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new QemuProbe(Cache, _folder.Runtime).LoadAsync(qemu, cancel.Token));
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Runtime));
    }

    [Fact]
    public async Task An_old_QEMU_is_refused_with_its_version()
    {
        var qemu = _folder.FakeQemu("6.2", "1 while sysread $client, $_, 4096;");
        var failure = await Assert.ThrowsAsync<QemuTooOldException>(() => LoadAsync(qemu));
        Assert.Equal("6.2.0", failure.Version.ToString());
        Assert.Contains("Moa needs 7.2 or later", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_is_not_QEMU_is_told_with_its_words()
    {
        var qemu = _folder.Script("qemu", "echo 'no such option' >&2; exit 3\n");
        var failure = await Assert.ThrowsAsync<QemuProbeException>(() => LoadAsync(qemu));
        Assert.Contains("no such option", failure.Message, StringComparison.Ordinal);
    }
}
