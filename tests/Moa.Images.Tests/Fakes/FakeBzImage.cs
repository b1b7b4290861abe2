using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Moa.Images.Tools;

namespace Moa.Images.Tests.Fakes;

/// <summary>Kernels as the Linux build compresses them: a boot header and a payload.</summary>
internal static class FakeBzImage
{
    public const string Release = "6.6.6-fake";

    public static byte[] Gzip(byte[] kernel)
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(kernel);
        // A gzip stream ends with the size by itself.
        return Around(buffer.ToArray());
    }

    public static byte[] Lz4(byte[] kernel) => Around([.. FakeLz4.LegacyFrame(kernel), .. Size(kernel)]);

    public static async Task<byte[]> WithToolAsync(byte[] kernel, string tool, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        await ToolRunner.PipeAsync(new ToolCommand(tool, "-c") { Input = kernel }, (output, token) => output.CopyToAsync(buffer, token), cancellationToken);
        return Around([.. buffer.ToArray(), .. Size(kernel)]);
    }

    public static byte[] Around(byte[] payload)
    {
        const int SetupSectors = 4;
        var image = new byte[((SetupSectors + 1) * 512) + payload.Length];
        image[0x1F1] = SetupSectors;
        BinaryPrimitives.WriteUInt16LittleEndian(image.AsSpan(0x1FE), 0xAA55);
        "HdrS"u8.CopyTo(image.AsSpan(0x202));
        BinaryPrimitives.WriteUInt16LittleEndian(image.AsSpan(0x206), 0x20F);
        BinaryPrimitives.WriteUInt16LittleEndian(image.AsSpan(0x20E), 0x300);
        Encoding.ASCII.GetBytes($"{Release} (someone@somewhere) #1 SMP\0").CopyTo(image, 0x500);
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(0x248), 0);
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(0x24C), (uint)payload.Length);
        payload.CopyTo(image, (SetupSectors + 1) * 512);
        return image;
    }

    private static byte[] Size(byte[] kernel)
    {
        var size = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(size, (uint)kernel.Length);
        return size;
    }
}
