using System.Text.Json.Nodes;

namespace Moa.Model.Tests;

/// <summary>What the real QEMU says that it was given is what the spec says, whatever characters are in it.</summary>
public sealed class ReadBackTests
{
    private static readonly string[] Nasty =
    [
        "a,b", "a,,b", ",", "=", "a=b,c=d", "x;y", "say \"hi\"", "it's", "new\nline", "tab\there", "%s%n$(id)`id`", "..", "~", "-", "--help",
        "back\\slash", "{\"json\":1}", "[0]", "json:{}", "nbd:unix", "é à ü", "日本語", "😀", "a\u00a0b", "\u001b[31m", "\u007f", "help", "?",
    ];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Any_text_arrives(bool isQemu10)
    {
        var program = RealQemu.Find("x86_64", isQemu10);
        using var folder = new QemuFolder();
        foreach (var text in Nasty)
        {
            // A name of a file can be as odd as any, but for these two.
            var file = text is ".." or "." ? "..." : text;
            folder.Grow(file, 1 << 20);
            File.Copy(folder.At("vmlinux"), folder.At("kernel" + file));
            var spec = new MachineSpec
            {
                Name = text,
                Machine = new Q35Machine(),
                Cpu = new Cpu { Model = "max", Features = text.Contains(',') ? [] : [new CpuFeature("model-id", text)] },
                Kernel = new Kernel { File = "kernel" + file, Initrd = file, Append = text.Any(c => c is '"' or < ' ' or '\u007f') ? [] : [text, "a=" + text] },
                Devices =
                [
                    new VirtioBlk { Id = "disk", Drive = new RawNode(file), Serial = text },
                    new VirtioSerial { Ports = [new Virtserialport { Id = "port", Name = text, Chardev = new FileChardev { Path = "out" + file } }] },
                    new VirtioRng { Id = "rng", Rng = new RngRandom { Filename = text } },
                ],
            };

            await using var qemu = await RealQemu.StartAsync(program, folder.Path, CommandLine.From(spec).Arguments);

            Assert.Equal(text, (string?)(await qemu.ExecuteAsync("query-name"))["name"]);
            Assert.Equal(spec.Kernel.File, (string?)await qemu.GetAsync("/machine", "kernel"));
            Assert.Equal(file, (string?)await qemu.GetAsync("/machine", "initrd"));
            Assert.Equal(text, (string?)await qemu.GetAsync("/machine/peripheral/disk", "serial"));
            Assert.Equal(text, (string?)await qemu.GetAsync("/machine/peripheral/port", "name"));
            Assert.Equal(text, (string?)await qemu.GetAsync("/objects/rng.rng", "filename"));
            Assert.Equal(file, FileOf(await qemu.ExecuteAsync("query-named-block-nodes"), "disk.file"));
            Assert.True(File.Exists(folder.At("out" + file)), text);
            if (spec.Cpu.Features.Count > 0)
                Assert.Equal(text, (string?)await qemu.GetAsync("/machine/unattached/device[0]", "model-id"));
            if (spec.Kernel.Append.Count > 0)
                Assert.Equal([.. spec.Kernel.Append], QemuSyntax.Parse(["-append", (string)(await qemu.GetAsync("/machine", "append"))!]).Select(pair => pair.Value));
        }
    }

    [Fact]
    public async Task Numbers_arrive()
    {
        var program = RealQemu.Find("x86_64", isQemu10: false);
        using var folder = new QemuFolder();
        var spec = new MachineSpec
        {
            Uuid = Guid.Parse("8d3b5f2c-64a7-4f0e-9c31-52ab7fd0c1e9"),
            Machine = new Q35Machine { Version = "7.2" },
            Smp = new Smp { Cpus = 3, Maxcpus = 4, Sockets = 2, Cores = 2, Threads = 1 },
            Memory = new Memory { Size = new ByteSize(ByteSize.FromMebibytes(200).Bytes + 8192) },
            Devices =
            [
                new VirtioNet { Id = "net", Mac = MacAddress.TryParse("52:54:00:AB:CD:EF"), Netdev = new UserNetdev(), Addr = new PciAddress(0x1a, 3) },
                new VirtioBlk { Id = "disk", Drive = new Qcow2Node("disk.qcow2") { ReadOnly = true }, LogicalBlockSize = ByteSize.Parse("4K"), PhysicalBlockSize = ByteSize.Parse("4K") },
                new VirtioRng { Id = "rng", MaxBytes = long.MaxValue, PeriodMilliseconds = 7 },
                new Vmgenid { Id = "generation", Guid = Guid.Parse("324e6eaf-d1d1-4bf6-bf41-b9bb6c91fb87") },
            ],
        };

        await using var qemu = await RealQemu.StartAsync(program, folder.Path, CommandLine.From(spec).Arguments);

        Assert.Equal("8d3b5f2c-64a7-4f0e-9c31-52ab7fd0c1e9", (string?)(await qemu.ExecuteAsync("query-uuid"))["UUID"]);
        Assert.Equal("pc-q35-7.2-machine", (string?)await qemu.GetAsync("/machine", "type"));
        Assert.Equal(3, (await qemu.ExecuteAsync("query-cpus-fast")).AsArray().Count);
        Assert.Equal(4, (await qemu.ExecuteAsync("query-hotpluggable-cpus")).AsArray().Count);
        Assert.Equal(spec.Memory.Size.Bytes, (long)(await qemu.ExecuteAsync("query-memory-size-summary"))["base-memory"]!);
        Assert.Equal("52:54:00:ab:cd:ef", (string?)await qemu.GetAsync("/machine/peripheral/net", "mac"));
        Assert.Equal((0x1a << 3) | 3, (int)await qemu.GetAsync("/machine/peripheral/net", "addr"));
        Assert.Equal(4096, (long)await qemu.GetAsync("/machine/peripheral/disk", "logical_block_size"));
        Assert.True((bool)(await qemu.ExecuteAsync("query-block"))[0]!["inserted"]!["ro"]!);
        Assert.Equal(long.MaxValue, (long)await qemu.GetAsync("/machine/peripheral/rng", "max-bytes"));
        Assert.Equal(7, (long)await qemu.GetAsync("/machine/peripheral/rng", "period"));
        Assert.Equal("324e6eaf-d1d1-4bf6-bf41-b9bb6c91fb87", (string?)(await qemu.ExecuteAsync("query-vm-generation-id"))["guid"]);
    }

    private static string? FileOf(JsonNode nodes, string name) =>
        (string?)nodes.AsArray().Single(node => (string?)node!["node-name"] == name)!["image"]!["filename"];
}
