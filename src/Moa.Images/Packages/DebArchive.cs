using System.Formats.Tar;
using Moa.Images.Tools;

namespace Moa.Images.Packages;

/// <summary>The files inside a .deb, read in one pass without unpacking it to disk.</summary>
internal static class DebArchive
{
    private const long LargestFile = 512 << 20;

    /// <summary>Reads the regular files that <paramref name="wanted"/> picks by name, as in <c>boot/vmlinuz-6.1.0</c>.</summary>
    /// <exception cref="ToolException">dpkg-deb could not read the package.</exception>
    /// <exception cref="ImageException">A member's name leads outside, or it is absurdly large.</exception>
    public static Task ReadAsync(
        string deb, Func<string, bool> wanted, Action<string, byte[]> visit, CancellationToken cancellationToken) =>
        ToolRunner.PipeAsync(new("dpkg-deb", "--fsys-tarfile", deb), async (output, token) =>
        {
            var reader = new TarReader(output, leaveOpen: true);
            await using var _ = reader.ConfigureAwait(false);
            while (await reader.GetNextEntryAsync(copyData: false, token).ConfigureAwait(false) is { } entry)
            {
                var name = NameOf(entry, deb);
                if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile) || !wanted(name))
                    continue;
                if (entry.Length > LargestFile)
                    throw new ImageException($"{Path.GetFileName(deb)} holds {name} of {entry.Length} bytes, which cannot be right.");
                var content = new byte[entry.Length];
                if (entry.DataStream is { } data)
                    await data.ReadExactlyAsync(content, token).ConfigureAwait(false);
                visit(name, content);
            }
        }, cancellationToken);

    private static string NameOf(TarEntry entry, string deb)
    {
        var name = entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name;
        return name.StartsWith('/') || name.Split('/').Contains("..")
            ? throw new ImageException($"{Path.GetFileName(deb)} holds a file whose name leads outside of it: {entry.Name}")
            : name;
    }
}
