using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Moa.Images.Tests.Fakes;

/// <summary>Debian packages written byte by byte, so that they can hold what dpkg-deb would never pack.</summary>
internal sealed class FakeDeb(string name, string version, string depends = "")
{
    private readonly List<TarEntry> _entries = [];
    private byte[]? _bytes;

    public string FileName => $"{name}_{version}_amd64.deb";

    public string Control => $"Package: {name}\nVersion: {version}\nArchitecture: amd64\nMaintainer: Nobody <nobody@example.org>\n"
        + (depends.Length == 0 ? "" : $"Depends: {depends}\n") + "Description: made for a test\n";

    public FakeDeb File(string path, byte[] content)
    {
        _entries.Add(Entry(path, content));
        return this;
    }

    public FakeDeb Link(string path, string target, TarEntryType kind = TarEntryType.SymbolicLink)
    {
        _entries.Add(new UstarTarEntry(kind, path) { LinkName = target });
        return this;
    }

    /// <summary>The package; made once, since its entries are streams.</summary>
    public byte[] ToBytes() => _bytes ??= Make();

    private byte[] Make()
    {
        var control = Tar([Entry("./control", Encoding.UTF8.GetBytes(Control))]);
        return [.. "!<arch>\n"u8, .. Member("debian-binary", "2.0\n"u8), .. Member("control.tar.gz", control), .. Member("data.tar.gz", Tar(_entries))];
    }

    private static UstarTarEntry Entry(string path, byte[] content) =>
        new(TarEntryType.RegularFile, path) { DataStream = new MemoryStream(content), ModificationTime = DateTimeOffset.UnixEpoch };

    private static byte[] Tar(IEnumerable<TarEntry> entries)
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Fastest, leaveOpen: true))
        using (var tar = new TarWriter(gzip, TarEntryFormat.Ustar))
        {
            foreach (var entry in entries)
                tar.WriteEntry(entry);
        }
        return buffer.ToArray();
    }

    private static byte[] Member(string member, ReadOnlySpan<byte> content)
    {
        var header = string.Create(CultureInfo.InvariantCulture, $"{member,-16}{0,-12}{0,-6}{0,-6}{"100644",-8}{content.Length,-10}`\n");
        return [.. Encoding.ASCII.GetBytes(header), .. content, .. content.Length % 2 == 1 ? "\n"u8 : []];
    }
}
