using Moa.Model;
using Moa.Probing;

namespace Moa.Tests.Probing;

public sealed class HostCheckTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, string> GoldenSpecs
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var qemu in Qemus.Paths)
            {
                foreach (var spec in Directory.GetFiles(Path.Combine(Qemus.Root(), "tests", "Moa.Model.Tests", "Golden"), "*.yaml"))
                    data.Add(qemu, Path.GetFileName(spec));
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(GoldenSpecs))]
    public async Task What_QEMU_takes_has_no_problems(string qemu, string file)
    {
        var path = Path.Combine(Qemus.Root(), "tests", "Moa.Model.Tests", "Golden", file);
        var spec = SpecReader.Read(await File.ReadAllTextAsync(path, Cancel), SpecFormat.Yaml, file);
        var problems = await CheckAsync(spec, qemu);
        if (spec.EffectiveArch == GuestArchitecture.X64)
            Assert.Empty(problems);
        else
            Assert.Equal("host-arch", Assert.Single(problems).Rule);
    }

    [Theory]
    [MemberData(nameof(Qemus.All), MemberType = typeof(Qemus))]
    public async Task A_machine_of_a_later_QEMU_is_named_with_the_newest_that_there_is(string qemu)
    {
        var problem = Assert.Single(await CheckAsync(new MachineSpec { Machine = new Q35Machine { Version = "11.2" } }, qemu));
        Assert.Equal(("machine", "host-machine"), (problem.Path, problem.Rule));
        Assert.Contains("has no machine type pc-q35-11.2. Its newest of that board is pc-q35-", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_CPU_model_is_looked_up()
    {
        var problem = Assert.Single(await CheckAsync(new MachineSpec { Cpu = new Cpu { Model = "Skylake-Sevrer" } }, Qemus.Installed));
        Assert.Equal("cpu.model", problem.Path);
        Assert.Contains("Did you mean 'Skylake-Server'?", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_CPUs_than_the_machine_can_have_are_too_many()
    {
        var problem = Assert.Single(await CheckAsync(new MachineSpec { Machine = new PcMachine(), Smp = new Smp { Cpus = 300 } }, Qemus.Installed));
        Assert.Equal("smp", problem.Path);
        Assert.Contains("at most 255 CPUs", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_problems_are_told_at_once()
    {
        var spec = new MachineSpec
        {
            Machine = new Q35Machine { Version = "99.0" },
            Cpu = new Cpu { Model = "nonesuch" },
            Smp = new Smp { Cpus = 4 },
        };
        Assert.Equal(["host-machine", "host-cpu"], (await CheckAsync(spec, Qemus.Installed)).Select(static problem => problem.Rule));
        Assert.True((await CheckAsync(spec, Qemus.Installed)).All(HostCheck.Found));
    }

    [Fact]
    public async Task A_device_and_a_property_that_this_build_lacks_are_named_with_their_place()
    {
        // A QEMU without the device and with other properties: the cache says so.
        var probe = new QemuProbe(_folder.Path, _folder.Runtime);
        var build = await probe.LoadAsync(Qemus.Installed, Cancel);
        var spec = new MachineSpec { Devices = [new VirtioRng(), new Pvpanic()] };
        await HostCheck.CheckAsync(spec, build, Cancel);
        var cache = ProbeCache.For(_folder.Path, Qemus.Installed);
        cache.Write("device-virtio-rng-pci", "fatal\nmissing object type 'virtio-rng-device'"u8);
        cache.Write("device-pvpanic", "missing"u8);
        var problems = await HostCheck.CheckAsync(spec, build, Cancel);
        Assert.Equal(["devices[0]", "devices[1]"], problems.Select(static problem => problem.Path));
        Assert.Contains("cannot use its device virtio-rng-pci: missing object type 'virtio-rng-device'", problems[0].Message, StringComparison.Ordinal);
        Assert.Contains("has no device pvpanic. Did you mean 'pvpanic", problems[1].Message, StringComparison.Ordinal);

        cache.Write("device-virtio-blk-pci", "known\ndrive\tstr\t\nserail\tstr\t"u8);
        var disk = new VirtioBlk { Drive = new RawNode { File = new FileNode { Filename = "/dev/null" } }, Serial = "x" };
        var problem = Assert.Single(await HostCheck.CheckAsync(new MachineSpec { Devices = [disk] }, build, Cancel));
        Assert.Equal(("devices[0]", "host-property"), (problem.Path, problem.Rule));
        Assert.Contains("has no property serial. Did you mean 'serail'?", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_build_without_seccomp_is_told()
    {
        var probe = new QemuProbe(_folder.Path, _folder.Runtime);
        await probe.LoadAsync(Qemus.Installed, Cancel);
        var cache = ProbeCache.For(_folder.Path, Qemus.Installed);
        var facts = BuildFacts.TryParse(cache.Read("build"))!;
        cache.Write("build", (facts with { HasSandbox = false }).ToBytes());
        var problem = Assert.Single(await HostCheck.CheckAsync(new MachineSpec(), await probe.LoadAsync(Qemus.Installed, Cancel), Cancel));
        Assert.Equal("host-sandbox", problem.Rule);
    }

    private async Task<IReadOnlyList<SpecProblem>> CheckAsync(MachineSpec spec, string qemu) =>
        await HostCheck.CheckAsync(spec, await new QemuProbe(_folder.Path, _folder.Runtime).LoadAsync(qemu, Cancel), Cancel);
}
