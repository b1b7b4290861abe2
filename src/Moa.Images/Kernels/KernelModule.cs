using System.Text;

namespace Moa.Images.Kernels;

/// <summary>A kernel module as its <c>.modinfo</c> section describes it.</summary>
internal sealed record KernelModule
{
    private KernelModule(string path, ReadOnlyMemory<byte> content)
    {
        Path = path;
        Content = content;
        Name = NameOf(path);
    }

    /// <summary>Where it lies below <c>/lib/modules/RELEASE</c>, uncompressed: <c>kernel/fs/ext4/ext4.ko</c>.</summary>
    public string Path { get; }

    /// <summary>Its name, with underscores: <c>virtio_pci</c>.</summary>
    public string Name { get; }

    /// <summary>The uncompressed file.</summary>
    public ReadOnlyMemory<byte> Content { get; }

    /// <summary>Names of the modules whose symbols it uses.</summary>
    public IReadOnlyList<string> Dependencies { get; private init; } = [];

    /// <summary>Names and aliases of the modules that should be loaded before it, where they exist.</summary>
    public IReadOnlyList<string> SoftDependencies { get; private init; } = [];

    /// <summary>What else it is asked for by: <c>pci:v00001AF4d*</c>, <c>fs-ext4</c>.</summary>
    public IReadOnlyList<string> Aliases { get; private init; } = [];

    /// <summary>Reads a module.</summary>
    /// <exception cref="InvalidDataException">The content is no module.</exception>
    public static KernelModule Read(string path, ReadOnlyMemory<byte> content)
    {
        var entries = Encoding.UTF8.GetString(ElfFile.Section(content.Span, ".modinfo"))
            .Split('\0', StringSplitOptions.RemoveEmptyEntries);
        return new(path, content)
        {
            Dependencies = [.. Values(entries, "depends=").SelectMany(Names)],
            SoftDependencies = [.. Values(entries, "softdep=").SelectMany(Before)],
            Aliases = [.. Values(entries, "alias=")],
        };
    }

    /// <summary>A module's name from its file name: <c>virtio-rng.ko.xz</c> is <c>virtio_rng</c>.</summary>
    public static string NameOf(string path)
    {
        var file = path[(path.LastIndexOf('/') + 1)..];
        var end = file.IndexOf(".ko", StringComparison.Ordinal);
        return Normalize(end < 0 ? file : file[..end]);
    }

    private static string Normalize(string name) => name.Replace('-', '_');

    private static IEnumerable<string> Names(string list) =>
        list.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Normalize);

    private static IEnumerable<string> Values(string[] entries, string key) =>
        entries.Where(entry => entry.StartsWith(key, StringComparison.Ordinal)).Select(entry => entry[key.Length..]);

    private static IEnumerable<string> Before(string soft)
    {
        var before = false;
        foreach (var word in soft.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (word.EndsWith(':'))
                before = word == "pre:";
            else if (before)
                yield return word;
        }
    }
}
