using System.Text;

namespace Moa.Images.Archives;

/// <summary>
/// An initramfs in the making: a cpio archive of the "newc" kind (kernel documentation, buffer-format). The same entries
/// give the same bytes, whatever the order they were added in: sorted, owned by root, without times, inodes numbered.
/// </summary>
internal sealed class CpioArchive
{
    private const int KindMask = 0xF000;
    private const int RegularFile = 0x8000;
    private const int Folder = 0x4000;
    private const int Link = 0xA000;
    private const int CharacterDevice = 0x2000;

    private readonly SortedDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    private sealed record Entry(int Mode, ReadOnlyMemory<byte> Content, int Major = 0, int Minor = 0);

    /// <summary>Adds a folder, unless it is there. Missing parents of any entry are added by themselves, mode 0755.</summary>
    public void AddFolder(string path, int permissions = 0b111_101_101)
    {
        path = Check(path);
        if (_entries.TryGetValue(path, out var present) && (present.Mode & KindMask) == Folder)
            _entries[path] = new Entry(Folder | permissions, default);
        else
            Add(path, new Entry(Folder | permissions, default));
    }

    /// <summary>Adds a file with the given content.</summary>
    public void AddFile(string path, ReadOnlyMemory<byte> content, bool executable = false) =>
        Add(Check(path), new Entry(RegularFile | (executable ? 0b111_101_101 : 0b110_100_100), content));

    /// <summary>Adds a text file.</summary>
    public void AddFile(string path, string content, bool executable = false) =>
        AddFile(path, Encoding.UTF8.GetBytes(content), executable);

    /// <summary>Adds a symbolic link; the target is stored as it is.</summary>
    public void AddLink(string path, string target)
    {
        if (target.Length == 0 || target.Contains('\0', StringComparison.Ordinal))
            throw new ArgumentException($"A link needs a target without NUL characters: {path}", nameof(target));
        Add(Check(path), new Entry(Link | 0b111_111_111, Encoding.UTF8.GetBytes(target)));
    }

    /// <summary>Adds a character device.</summary>
    public void AddCharacterDevice(string path, int major, int minor, int permissions = 0b110_000_000) =>
        Add(Check(path), new Entry(CharacterDevice | permissions, default, major, minor));

    /// <summary>Writes the archive. Its length is a multiple of 4, so another may follow it (the kernel reads on).</summary>
    public async Task WriteAsync(Stream output, CancellationToken cancellationToken)
    {
        var inode = 1;
        foreach (var (path, entry) in _entries)
            await WriteAsync(output, path, entry, inode++, cancellationToken).ConfigureAwait(false);
        await WriteAsync(output, "TRAILER!!!", new Entry(0, default), 0, cancellationToken).ConfigureAwait(false);
    }

    private static async Task WriteAsync(Stream output, string path, Entry entry, int inode, CancellationToken cancellationToken)
    {
        var name = Encoding.UTF8.GetBytes(path);
        var links = (entry.Mode & KindMask) == Folder ? 2 : 1;
        // magic, ino, mode, uid, gid, nlink, mtime, filesize, devmajor, devminor, rdevmajor, rdevminor, namesize, check
        var header = $"070701{inode:X8}{entry.Mode:X8}{0:X8}{0:X8}{links:X8}{0:X8}{entry.Content.Length:X8}{0:X8}{0:X8}"
            + $"{entry.Major:X8}{entry.Minor:X8}{name.Length + 1:X8}{0:X8}";
        var head = new byte[Align(header.Length + name.Length + 1)];
        Encoding.ASCII.GetBytes(header, head);
        name.CopyTo(head, header.Length);
        await output.WriteAsync(head, cancellationToken).ConfigureAwait(false);
        await output.WriteAsync(entry.Content, cancellationToken).ConfigureAwait(false);
        await output.WriteAsync(new byte[Align(entry.Content.Length) - entry.Content.Length], cancellationToken).ConfigureAwait(false);
    }

    private void Add(string path, Entry entry)
    {
        if (_entries.ContainsKey(path))
            throw new ArgumentException($"The archive has {path} already.", nameof(path));
        for (var slash = path.LastIndexOf('/'); slash > 0; slash = path.LastIndexOf('/', slash - 1))
        {
            var parent = path[..slash];
            if (!_entries.TryGetValue(parent, out var present))
                _entries.Add(parent, new Entry(Folder | 0b111_101_101, default));
            else if ((present.Mode & KindMask) != Folder)
                throw new ArgumentException($"{path} cannot be: {parent} is no folder.", nameof(path));
        }
        _entries.Add(path, entry);
    }

    private static string Check(string path)
    {
        if (path.Contains('\0', StringComparison.Ordinal) || path.Split('/').Any(static part => part is "" or "." or ".."))
            throw new ArgumentException($"An archive's names are relative, without '.', '..' and NUL: {path}", nameof(path));
        return path;
    }

    private static int Align(int length) => (length + 3) & ~3;
}
