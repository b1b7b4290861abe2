using System.Net;

namespace Moa.Model.Tests;

public sealed class SmallTypesTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("512", 512)]
    [InlineData("1k", 1024)]
    [InlineData("512M", 512L << 20)]
    [InlineData("1G", 1L << 30)]
    [InlineData("7E", 7L << 60)]
    [InlineData("9223372036854775807", long.MaxValue)]
    public void A_size_is_read(string text, long bytes) => Assert.Equal(bytes, ByteSize.Parse(text).Bytes);

    [Theory]
    [InlineData("")]
    [InlineData("M")]
    [InlineData("12Q")]
    [InlineData("-1")]
    [InlineData("1.5G")]
    [InlineData("1 G")]
    [InlineData("8E")]
    [InlineData("0x10")]
    [InlineData("9223372036854775808")]
    [InlineData("99999999999999999999999999999999999999999K")]
    public void What_is_no_size_is_refused_with_an_example(string text) =>
        Assert.Contains("512M", Assert.Throws<FormatException>(() => ByteSize.Parse(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(0, "0")]
    [InlineData(1000, "1000")]
    [InlineData(1536L << 20, "1536M")]
    [InlineData(1L << 60, "1E")]
    public void A_size_prints_in_the_largest_exact_unit_and_reads_back(long bytes, string text)
    {
        Assert.Equal(text, new ByteSize(bytes).ToString());
        Assert.Equal(bytes, ByteSize.Parse(text).Bytes);
    }

    [Fact]
    public void Sizes_beyond_63_bits_cannot_be_made()
    {
        Assert.Throws<OverflowException>(() => ByteSize.FromMebibytes(1L << 43));
        Assert.Throws<OverflowException>(() => ByteSize.FromGibibytes(long.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => ByteSize.FromGibibytes(-1));
    }

    [Theory]
    [InlineData("52:54:00:12:34:56", "52:54:00:12:34:56")]
    [InlineData("52-54-00-AB-cd-EF", "52:54:00:ab:cd:ef")]
    [InlineData("53:54:00:12:34:56", null)]
    [InlineData("52:54:00:12:34", null)]
    [InlineData("52:54:00:12:34:5", null)]
    [InlineData("52:54:00:12:34:5g", null)]
    public void A_mac_address_of_one_device_is_read(string text, string? printed) => Assert.Equal(printed, MacAddress.TryParse(text)?.ToString());

    [Theory]
    [InlineData("5", "05.0")]
    [InlineData("1f.7", "1f.7")]
    [InlineData("20", null)]
    [InlineData("1f.8", null)]
    [InlineData("0x5", null)]
    [InlineData("5.0.0", null)]
    [InlineData("", null)]
    public void A_pci_address_is_hexadecimal(string text, string? printed) => Assert.Equal(printed, PciAddress.TryParse(text)?.ToString());

    [Theory]
    [InlineData("tcp:127.0.0.1:8080-:80", "tcp:127.0.0.1:8080-:80")]
    [InlineData("udp::0-10.0.2.15:53", "udp::0-10.0.2.15:53")]
    [InlineData("::8080-:80", "tcp::8080-:80")]
    [InlineData("tcp::8080-:0", null)]
    [InlineData("tcp::65536-:80", null)]
    [InlineData("tcp:::1:8080-:80", null)]
    [InlineData("sctp::1-:1", null)]
    [InlineData("8080:80", null)]
    public void A_forward_is_read_as_qemu_writes_it(string text, string? printed) => Assert.Equal(printed, HostForward.TryParse(text)?.ToString());

    [Fact]
    public void A_forward_made_in_code_prints_its_addresses() =>
        Assert.Equal("udp:127.0.0.1:53-:53", new HostForward(53, 53) { Protocol = ForwardProtocol.Udp, HostAddress = IPAddress.Loopback }.ToString());

    [Fact]
    public void A_clock_starts_at_a_time() =>
        Assert.Equal("2024-02-29T12:00:00", RtcBase.At(new DateTime(2024, 2, 29, 12, 0, 0, DateTimeKind.Unspecified)).ToString());

    [Fact]
    public void Paths_are_resolved_and_names_of_qemus_own_files_are_not()
    {
        var spec = SpecReader.Read(
            """
            kernel: {file: vmlinuz, initrd: /boot/initrd}
            firmware: {type: bios, file: bios-256k.bin}
            devices:
              - {type: virtio-blk, drive: {type: raw, file: disks/a.img}}
              - {type: serial, chardev: {type: file, path: console.log}}
              - {type: virtio-net, romfile: "", netdev: user}
            """,
            SpecFormat.Yaml, "test").ResolvePaths("/machines/web/");

        Assert.Equal(
            [new("kernel.file", "/machines/web/vmlinuz"), new("kernel.initrd", "/boot/initrd"), new("devices[0].drive.file.filename", "/machines/web/disks/a.img")],
            spec.InputFiles());
        Assert.Equal("bios-256k.bin", ((BiosFirmware)spec.Firmware!).File);
        Assert.Equal("/machines/web/console.log", ((FileChardev)((Serial)spec.Devices[1]).Chardev).Path);
        Assert.Equal("", ((VirtioNet)spec.Devices[2]).Romfile);
        Assert.Equal(spec, spec.ResolvePaths("/elsewhere"));
    }

    [Fact]
    public void Text_for_a_shell_is_what_a_shell_reads()
    {
        var line = CommandLine.From(new MachineSpec { Name = "it's $HOME", Machine = new Q35Machine() });
        Assert.Contains("  -name 'guest=it'\\''s $HOME' \\\n", line.ToShellString("qemu-system-x86_64"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(GuestArchitecture.X64, "q35", "virtio-rng-pci")]
    [InlineData(GuestArchitecture.Aarch64, "virt", "virtio-rng-pci")]
    [InlineData(GuestArchitecture.S390x, "s390-ccw-virtio", "virtio-rng-ccw")]
    public void The_guests_architecture_decides_board_and_transport(GuestArchitecture arch, string machine, string driver)
    {
        var arguments = CommandLine.From(new MachineSpec { Arch = arch, Devices = [new VirtioRng()] }).Arguments;
        Assert.Contains(machine, arguments);
        Assert.Contains(arguments, argument => argument.Contains($"\"{driver}\"", StringComparison.Ordinal));
    }

    [Fact]
    public void Microvm_has_pci_when_it_is_asked_for() =>
        Assert.Contains("virtio-rng-pci", CommandLine.From(new MachineSpec
        {
            Machine = new MicrovmMachine { Pcie = OnOffAuto.On },
            Devices = [new VirtioRng()],
        }).ToShellString("qemu"), StringComparison.Ordinal);
}
