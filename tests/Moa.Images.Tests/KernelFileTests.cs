using Moa.Images.Tests.Fakes;

namespace Moa.Images.Tests;

public sealed class KernelFileTests
{
    public static TheoryData<string, KernelFormat> Files => new()
    {
        { "bzImage", KernelFormat.BzImage },
        { "vmlinux", KernelFormat.PvhElf },
        { "program", KernelFormat.Elf },
        { "Image", KernelFormat.Arm64Image },
        { "Image.riscv", KernelFormat.RiscvImage },
        { "vmlinuz.efi", KernelFormat.EfiZboot },
        { "text", KernelFormat.None },
        { "empty", KernelFormat.None },
        { "noise", KernelFormat.None },
        { "cut bzImage", KernelFormat.None },
        { "cut ELF", KernelFormat.None },
        { "qcow2", KernelFormat.None },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_says_whether_it_is_a_kernel(string name, KernelFormat format)
    {
        using var folder = new TestFolder();
        File.WriteAllBytes(folder["file"], Content(name));
        Assert.Equal(format, KernelFile.Inspect(folder["file"]).Format);
    }

    [Fact]
    public void A_bzImage_tells_its_release()
    {
        using var folder = new TestFolder();
        File.WriteAllBytes(folder["file"], Content("bzImage"));
        Assert.Equal(FakeBzImage.Release, KernelFile.Inspect(folder["file"]).Release);
    }

    [Fact]
    public void A_damaged_ELF_file_is_no_reason_to_fail()
    {
        using var folder = new TestFolder();
        var random = new Random(5);
        var whole = FakeElf.PvhKernel(4096);
        for (var round = 0; round < 2000; round++)
        {
            var file = (byte[])whole.Clone();
            for (var flips = random.Next(1, 5); flips > 0; flips--)
                file[random.Next(160)] = (byte)random.Next(256);
            File.WriteAllBytes(folder["file"], file);
            KernelFile.Inspect(folder["file"]);
        }
    }

    [Fact]
    public void A_missing_file_is_an_error_of_its_own()
    {
        using var folder = new TestFolder();
        Assert.Throws<FileNotFoundException>(() => KernelFile.Inspect(folder["vmlinuz"]));
    }

    private static byte[] Content(string name)
    {
        var noise = new byte[4096];
        new Random(1).NextBytes(noise);
        return name switch
        {
            "bzImage" => FakeBzImage.Around(new byte[100]),
            "vmlinux" => FakeElf.PvhKernel(),
            "program" => FakeElf.DynamicProgram(),
            "Image" => [.. new byte[0x38], .. "ARMd"u8, .. new byte[100]],
            "Image.riscv" => [.. new byte[0x38], .. "RSC\u0005"u8, .. new byte[100]],
            "vmlinuz.efi" => [.. "MZ\0\0zimg"u8, .. new byte[100]],
            "text" => "this is not a kernel\n"u8.ToArray(),
            "noise" => noise,
            "cut bzImage" => FakeBzImage.Around([])[..0x250],
            "cut ELF" => FakeElf.PvhKernel()[..32],
            "qcow2" => [.. "QFI\u00fb"u8, .. new byte[512]],
            _ => [],
        };
    }
}
