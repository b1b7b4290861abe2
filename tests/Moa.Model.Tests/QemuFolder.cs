using System.Buffers.Binary;
using System.Diagnostics;
using System.Net.Sockets;

namespace Moa.Model.Tests;

/// <summary>A folder with the files that the golden specs name: images without content, a kernel that is none.</summary>
internal sealed class QemuFolder : IDisposable
{
    private const int Mebibyte = 1 << 20;

    private readonly Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    public QemuFolder()
    {
        foreach (var name in (string[])["disk.raw", "base.raw", "code.fd", "vars.fd", "initrd", "initrd,2", "blob"])
            Grow(name, Mebibyte);
        Grow("bios.bin", Mebibyte / 4);
        File.WriteAllBytes(At("vmlinux"), KernelHeader());
        foreach (var name in (string[])["disk.qcow2", "disk2.qcow2"])
            CreateQcow2(name);
        Directory.CreateDirectory(At("folder"));
        listener.Bind(new UnixDomainSocketEndPoint(At("listener.sock")));
        listener.Listen();
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("moa-model-").FullName;

    /// <summary>The path of a file in the folder.</summary>
    public string At(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Makes a file of zeroes.</summary>
    public void Grow(string name, long length)
    {
        using var file = File.Create(At(name));
        file.SetLength(length);
    }

    public void Dispose()
    {
        listener.Dispose();
        Directory.Delete(Path, recursive: true);
    }

    // As much of a Linux kernel as QEMU looks at (Documentation/arch/x86/boot.rst).
    private static byte[] KernelHeader()
    {
        var kernel = new byte[Mebibyte];
        kernel[0x1f1] = 4;
        "HdrS"u8.CopyTo(kernel.AsSpan(0x202));
        BinaryPrimitives.WriteUInt16LittleEndian(kernel.AsSpan(0x206), 0x20c);
        kernel[0x211] = 1;
        BinaryPrimitives.WriteUInt32LittleEndian(kernel.AsSpan(0x22c), 0x7fffffff);
        BinaryPrimitives.WriteUInt32LittleEndian(kernel.AsSpan(0x238), 2047);
        return kernel;
    }

    private void CreateQcow2(string name)
    {
        using var process = Process.Start("qemu-img", ["create", "-q", "-f", "qcow2", At(name), "1M"]);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
