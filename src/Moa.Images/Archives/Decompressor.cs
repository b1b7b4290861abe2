using System.Globalization;
using System.IO.Compression;
using System.Text;
using Moa.Images.Tools;

namespace Moa.Images.Archives;

/// <summary>Decompresses kernels and modules: gzip by itself, xz and zstd with the help of the host's tools.</summary>
/// <param name="workFolder">A folder for what is needed on the way.</param>
internal sealed class Decompressor(string workFolder)
{
    private const int Largest = 512 << 20;

    /// <summary>Decompresses data.</summary>
    /// <param name="data">The compressed data, with nothing after it.</param>
    /// <param name="suffix">How its file would end: <c>gz</c>, <c>xz</c> or <c>zst</c>.</param>
    /// <param name="cancellationToken">Ends it, and the tool.</param>
    /// <exception cref="InvalidDataException">The data is damaged, or of no kind known here.</exception>
    /// <exception cref="ToolException">The tool found the data damaged, or there is none.</exception>
    public async Task<byte[]> DecompressAsync(ReadOnlyMemory<byte> data, string suffix, CancellationToken cancellationToken) => suffix switch
    {
        "gz" => await ReadAsync(new GZipStream(new MemoryStream(data.ToArray()), CompressionMode.Decompress), cancellationToken)
            .ConfigureAwait(false),
        "xz" => await RunAsync("xz", data, suffix, cancellationToken).ConfigureAwait(false),
        "zst" => await RunAsync("zstd", data, suffix, cancellationToken).ConfigureAwait(false),
        _ => throw new InvalidDataException($"The compression .{suffix} is not known here."),
    };

    /// <summary>
    /// Lets dpkg-deb decompress: it has the libraries for its own packages, and a small Debian has nothing else that
    /// reads xz with the x86 filter, which kernels are compressed with (busybox does not).
    /// </summary>
    internal async Task<byte[]> UnpackAsync(ReadOnlyMemory<byte> data, string suffix, CancellationToken cancellationToken)
    {
        var package = Path.Combine(workFolder, "data.deb");
        var file = Folders.CreateFile(package);
        await using (file.ConfigureAwait(false))
        {
            file.Write("!<arch>\n"u8);
            Member(file, "debian-binary", "2.0\n"u8);
            Member(file, "control.tar", default);
            Member(file, $"data.tar.{suffix}", data.Span);
        }
        byte[] plain = [];
        await ToolRunner.PipeAsync(
            new("dpkg-deb", "--fsys-tarfile", package),
            async (output, token) => plain = await ReadAsync(output, token).ConfigureAwait(false),
            cancellationToken).ConfigureAwait(false);
        File.Delete(package);
        return plain;
    }

    private async Task<byte[]> RunAsync(string tool, ReadOnlyMemory<byte> data, string suffix, CancellationToken cancellationToken)
    {
        if (ToolRunner.Find(tool) is null && ToolRunner.Find("dpkg-deb") is not null)
            return await UnpackAsync(data, suffix, cancellationToken).ConfigureAwait(false);
        byte[] plain = [];
        await ToolRunner.PipeAsync(
            new(tool, "-dc") { Input = data },
            async (output, token) => plain = await ReadAsync(output, token).ConfigureAwait(false),
            cancellationToken).ConfigureAwait(false);
        return plain;
    }

    private static async Task<byte[]> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        await using var _ = stream.ConfigureAwait(false);
        using var plain = new MemoryStream();
        var buffer = new byte[128 << 10];
        for (int count; (count = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
        {
            if (plain.Length + count > Largest)
                throw new InvalidDataException($"The compressed data holds more than {Largest >> 20} MiB, which cannot be right.");
            plain.Write(buffer, 0, count);
        }
        return plain.ToArray();
    }

    /// <summary>Writes a member of an ar archive: a header of 60 bytes, the content, and a byte to make it even.</summary>
    private static void Member(Stream archive, string name, ReadOnlySpan<byte> content)
    {
        var header = string.Create(CultureInfo.InvariantCulture, $"{name,-16}{0,-12}{0,-6}{0,-6}{100644,-8}{content.Length,-10}`\n");
        archive.Write(Encoding.ASCII.GetBytes(header));
        archive.Write(content);
        if (content.Length % 2 == 1)
            archive.WriteByte((byte)'\n');
    }
}
