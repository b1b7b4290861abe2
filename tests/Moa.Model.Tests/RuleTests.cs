using System.Text.Json.Nodes;

namespace Moa.Model.Tests;

/// <summary>Each rule about several members: a spec that breaks it, where that is said, and that no rule is forgotten.</summary>
public sealed class RuleTests
{
    private static readonly (string Rule, string Path, string Spec)[] Broken =
    [
        ("machine-arch", "machine", "{arch: s390x, machine: q35}"),
        ("virt-options", "machine", "{arch: riscv64, machine: {type: virt, gic-version: 3}}"),
        ("virt-options", "machine", "{arch: aarch64, machine: {type: virt, aia: aplic}}"),
        ("dirty-ring-power", "accel.dirty-ring-size", "{accel: {type: kvm, dirty-ring-size: 100}}"),
        ("smp-product", "smp", "{smp: {cpus: 2, sockets: 2, cores: 2, threads: 2}}"),
        ("smp-product", "smp", "{smp: {cpus: 3, cores: 2}}"),
        ("smp-maxcpus", "smp.maxcpus", "{smp: {cpus: 4, maxcpus: 2}}"),
        ("smp-levels", "smp.clusters", "{machine: q35, smp: {cpus: 4, clusters: 2}}"),
        ("smp-levels", "smp.dies", "{arch: aarch64, smp: {cpus: 4, dies: 2}}"),
        ("memory-page", "memory.size", "{memory: 1048577}"),
        ("memory-slots", "memory", "{memory: {size: 1G, slots: 2}}"),
        ("memory-maxmem", "memory.maxmem", "{memory: {size: 1G, slots: 2, maxmem: 1G}}"),
        ("kernel-append-length", "kernel.append", "{kernel: {file: k, append: [" + new string('a', 1500) + ", " + new string('b', 1500) + "]}}"),
        ("pflash-secure", "firmware.secure", "{machine: pc, firmware: {type: pflash, code: {type: raw, file: c}, secure: true}}"),
        ("aio-native", "devices[0].drive.file", "{devices: [{type: virtio-blk, drive: {type: raw, file: {filename: f, aio: native}}}]}"),
        ("zeroes-unmap", "devices[0].drive.detect-zeroes", "{devices: [{type: virtio-blk, drive: {type: raw, file: f, detect-zeroes: unmap}}]}"),
        ("raw-sectors", "devices[0].drive.size", "{devices: [{type: virtio-blk, drive: {type: raw, file: f, size: 1000}}]}"),
        ("qcow2-cache", "devices[0].drive.l2-cache-size", "{devices: [{type: virtio-blk, drive: {type: qcow2, file: f, cache-size: 1M, l2-cache-size: 2M}}]}"),
        ("block-size", "devices[0].logical-block-size", "{devices: [{type: virtio-blk, drive: {type: raw, file: f}, logical-block-size: 4K}]}"),
        ("io-multiple", "devices[0].min-io-size", "{devices: [{type: virtio-blk, drive: {type: raw, file: f}, min-io-size: 1000}]}"),
        ("queue-size", "devices[0].queue-size", "{devices: [{type: virtio-blk, drive: {type: raw, file: f}, queue-size: 100}]}"),
        ("pci-bus", "devices[0].addr", "{machine: microvm, devices: [{type: virtio-rng, addr: \"3\"}]}"),
        ("pci-bus", "devices[0]", "{machine: microvm, devices: [pvpanic-pci]}"),
        ("isa-bus", "devices[0]", "{arch: aarch64, devices: [pvpanic]}"),
        ("virtio-versions", "devices[0].disable-modern", "{devices: [{type: virtio-rng, disable-legacy: on, disable-modern: true}]}"),
        ("net-family", "devices[0].netdev.ipv6", "{devices: [{type: virtio-net, netdev: {type: user, ipv4: off, ipv6: off}}]}"),
        ("port-once", "devices[0].ports[1]", "{devices: [{type: virtio-serial, ports: [{type: virtserialport, name: a, chardev: stdio}, {type: virtserialport, name: a, chardev: \"null\"}]}]}"),
        ("port-once", "devices[0].ports", "{devices: [{type: virtio-serial, max-ports: 1, ports: [{type: virtconsole, chardev: stdio}, {type: virtconsole, chardev: \"null\"}]}]}"),
        ("smbios-once", "smbios[1]", "{smbios: [{type: 1, serial: a}, {type: 1, serial: b}]}"),
        ("smbios-once", "smbios", "{arch: s390x, smbios: [{type: 1, serial: a}]}"),
        ("fw-cfg-once", "fw-cfg[1]", "{fw-cfg: [{type: string, name: opt/a, string: x}, {type: file, name: opt/a, file: y}]}"),
        ("bootindex-once", "devices[1]", "{devices: [{type: virtio-blk, drive: {type: raw, file: f}, bootindex: 1}, {type: virtio-net, netdev: user, bootindex: 1}]}"),
        ("vmgenid-once", "devices[1]", "{devices: [vmgenid, vmgenid]}"),
        ("unique-id", "devices[1]", "{devices: [{type: virtio-rng, id: a}, {type: vmgenid, id: a}]}"),
        ("unique-id", "devices[1]", "{devices: [{type: virtio-rng, id: virtio-rng1}, virtio-rng]}"),
        ("unique-id", "devices[0].chardev", "{monitors: [{chardev: {type: descriptor, name: x}}], devices: [{type: serial, chardev: {type: descriptor, name: x}}]}"),
        ("unique-id", "devices[0].drive.file", "{devices: [{type: virtio-blk, drive: {type: raw, node-name: a, file: {filename: f, node-name: a}}}]}"),
        ("argument-length", "", "{devices: [{type: virtio-net, netdev: {type: user, dnssearch: [" + string.Join(", ", Enumerable.Repeat(new string('a', 4000), 40)) + "]}}]}"),
        ("required", "kernel.file", "{kernel: {initrd: x}}"),
    ];

    public static TheoryData<string, string, string> Specs
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            foreach (var (rule, path, spec) in Broken)
                data.Add(rule, path, spec);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Specs))]
    public void A_broken_rule_is_named_with_its_place(string rule, string path, string spec)
    {
        var problems = Assert.Throws<MachineSpecException>(() => SpecReader.Read(spec, SpecFormat.Yaml, "test")).Problems;
        var problem = Assert.Single(problems);
        Assert.Equal((rule, path), (problem.Rule, problem.Path));
    }

    [Fact]
    public void Every_rule_of_the_model_has_a_spec_that_breaks_it() =>
        Assert.Empty(Rules(JsonNode.Parse(SpecSchema.Write())!).Except(Broken.Select(broken => broken.Rule)));

    [Theory]
    [InlineData("{memory: 12Q, smp: {cpus: 2, cores: 3, threads: 1, sockets: 1}}", "memory", "smp")]
    [InlineData("{memory: {size: 12Q, maxmem: 1G, slots: 1}}", "memory.size")]
    [InlineData("{devices: [{type: virtio-bulk}, {type: virtio-rng, id: a}, {type: virtio-rng, id: a}]}", "devices[0].type", "devices[2]")]
    public void What_follows_from_a_problem_is_not_reported_beside_it_and_all_else_is(string spec, params string[] paths) =>
        Assert.Equal(paths, Assert.Throws<MachineSpecException>(() => SpecReader.Read(spec, SpecFormat.Yaml, "test")).Problems.Select(problem => problem.Path));

    [Fact]
    public void Nulls_in_a_spec_made_in_code_are_problems_and_no_crash()
    {
        var spec = new MachineSpec
        {
            Kernel = new Kernel { File = null!, Append = [null!] },
            Cpu = new Cpu { Model = "max", Features = [null!, new CpuFeature("a", null!)] },
            Devices = [null!, new VirtioBlk { Drive = null! }, new VirtioBlk { Drive = new RawNode { File = null! } }, new VirtioSerial { Ports = [null!, null!] }],
            FwCfg = [null!],
        };
        Assert.Equal(
            ["cpu.features", "cpu.features", "kernel.file", "kernel.append[0]", "fw-cfg[0]", "devices[0]", "devices[1].drive", "devices[2].drive.file", "devices[3].ports[0]", "devices[3].ports[1]"],
            spec.Check().Select(problem => problem.Path));
        Assert.Throws<MachineSpecException>(() => CommandLine.From(spec));
    }

    [Theory]
    [InlineData("{cpus: 2}", "'cpus' is no member of spec. It is a member of 'smp'.")]
    [InlineData("{accelerator: tcg}", "'accelerator' is no member of spec. Did you mean 'accel'?")]
    [InlineData("{memroy: 1G}", "'memroy' is no member of spec. Did you mean 'memory'?")]
    [InlineData("{startPaused: true}", "'startPaused' is no member of spec. Did you mean 'start-paused'?")]
    [InlineData("{machine: {type: q35, hept: on}}", "'hept' is no member of machine q35. Did you mean 'hpet'?")]
    [InlineData("{devices: [virtio_blk]}", "There is no device 'virtio_blk'. Did you mean 'virtio-blk'?")]
    [InlineData("{devices: [{type: virtio-blk, drive: disk.img}]}", "There is no image format 'disk.img'. It must be raw or qcow2.")]
    [InlineData("{xyzzy: 1}", "It has: name, uuid, arch")]
    [InlineData("{actions: {panic: paus}}", "This must be shutdown, exit-failure, pause or none, but it is 'paus'. Did you mean 'pause'?")]
    public void The_nearest_right_name_is_suggested(string spec, string message) =>
        Assert.Contains(message, Assert.Throws<MachineSpecException>(() => SpecReader.Read(spec, SpecFormat.Yaml, "test")).Problems[0].Message, StringComparison.Ordinal);

    private static IEnumerable<string> Rules(JsonNode node) => node switch
    {
        JsonObject members => members.SelectMany(member => member.Key == "x-rules"
            ? member.Value!.AsObject().Select(rule => rule.Key)
            : Rules(member.Value!)),
        JsonArray items => items.SelectMany(item => Rules(item!)),
        _ => [],
    };
}
