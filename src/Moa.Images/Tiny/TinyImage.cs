using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Moa.Images.Packages;

namespace Moa.Images.Tiny;

/// <summary>
/// The built-in image: the distribution's kernel, and an initramfs of busybox, kernel modules and the guest agent. The
/// same inputs give the same bytes. Files are named by their content and appear whole or not at all.
/// </summary>
internal sealed class TinyImage(string folder, string cacheFolder, IProgress<ImageProgress>? progress)
{
    /// <summary>The image's name.</summary>
    public const string Name = "tiny";

    /// <summary>The version of the recipe; to be raised when the content changes for the same packages.</summary>
    public const int Format = 2;

    private const string NewFile = ".new-";

    /// <summary>Makes the image and returns its manifest, which is not on disk yet.</summary>
    /// <param name="agentPath">The guest agent.</param>
    /// <param name="present">The manifest of the image that is there, whose parts are taken again where they fit.</param>
    /// <param name="refresh">Whether to fetch the newest packages.</param>
    /// <param name="cancellationToken">Ends it; nothing half-made stays.</param>
    public async Task<ImageManifest> BuildAsync(
        string agentPath, ImageManifest? present, bool refresh, CancellationToken cancellationToken)
    {
        Folders.Create(folder);
        RemoveUnfinished();
        try
        {
            var (agent, content) = await ReadAgentAsync(agentPath, cancellationToken).ConfigureAwait(false);
            var archive = refresh ? null : await ReadBaseAsync(present, cancellationToken).ConfigureAwait(false);
            if (present is null || archive is null)
                return await BuildWholeAsync(agent, content, present?.Packages ?? [], refresh, cancellationToken).ConfigureAwait(false);
            var initramfs = await WriteInitramfsAsync(archive, content, cancellationToken).ConfigureAwait(false);
            return present with { Agent = agent, Initramfs = initramfs };
        }
        finally
        {
            RemoveUnfinished();
        }
    }

    /// <summary>Removes the image's files that none of the manifests names.</summary>
    public void RemoveAllBut(params IEnumerable<ImageManifest?> manifests)
    {
        var kept = manifests.OfType<ImageManifest>()
            .SelectMany(static manifest => (string[])[manifest.Kernel.Name, manifest.Initramfs.Name])
            .ToHashSet();
        foreach (var file in Directory.EnumerateFiles(folder, "vmlinu*").Concat(Directory.EnumerateFiles(folder, "initramfs-*")))
        {
            if (!kept.Contains(Path.GetFileName(file)))
                File.Delete(file);
        }
    }

    private async Task<ImageManifest> BuildWholeAsync(
        ImageAgent agent, byte[] agentContent, IReadOnlyList<ImagePackage> known, bool refresh, CancellationToken cancellationToken)
    {
        var work = Path.Combine(folder, NewFile + "work");
        Folders.Create(work);
        var parts = await ReadPartsAsync(known, work, refresh, cancellationToken).ConfigureAwait(false);
        progress?.Report(new("putting the image together", 0, null));
        using var archive = new MemoryStream();
        await TinyRoot.Base(parts).WriteAsync(archive, cancellationToken).ConfigureAwait(false);
        var content = archive.ToArray();
        return new()
        {
            Name = Name,
            Format = Format,
            Architecture = RuntimeInformation.OSArchitecture == Architecture.X64 ? "x86_64" : "aarch64",
            KernelRelease = parts.Release,
            KernelArguments = TinyArguments.ForThisArchitecture,
            Kernel = await WriteAsync("vmlinux", parts.Kernel, cancellationToken).ConfigureAwait(false),
            InitramfsBase = new("", content.Length, Hash(content)),
            Initramfs = await WriteInitramfsAsync(content, agentContent, cancellationToken).ConfigureAwait(false),
            Agent = agent,
            Packages = parts.Sources,
            Modules = [.. parts.Modules.All.Select(static module => module.Name)],
            AbsentModules = parts.AbsentModules,
        };
    }

    private async Task<TinyParts> ReadPartsAsync(
        IReadOnlyList<ImagePackage> known, string work, bool refresh, CancellationToken cancellationToken)
    {
        if (!AptPackages.IsAvailable)
            return await new HostSource("/", work).ReadAsync(cancellationToken).ConfigureAwait(false);
        var packages = new AptPackages(cacheFolder);
        var source = new DistributionSource(packages, work, progress);
        var parts = await source.ReadAsync(known, refresh, cancellationToken).ConfigureAwait(false);
        packages.RemoveAllBut(parts.Sources);
        return parts;
    }

    private static async Task<(ImageAgent Identity, byte[] Content)> ReadAgentAsync(string path, CancellationToken cancellationToken)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
            throw new ImageException($"The guest agent is not there: {file.FullName}");
        var content = await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false);
        return (new(file.FullName, content.Length, file.LastWriteTimeUtc.Ticks, Hash(content)), content);
    }

    /// <summary>The present image's initramfs without its agent; null when it is not there or not whole.</summary>
    private async Task<byte[]?> ReadBaseAsync(ImageManifest? present, CancellationToken cancellationToken)
    {
        if (present is not { Format: Format })
            return null;
        var expected = present.InitramfsBase;
        var kernel = new FileInfo(Path.Combine(folder, present.Kernel.Name));
        var initramfs = new FileInfo(Path.Combine(folder, present.Initramfs.Name));
        if (!kernel.Exists || kernel.Length != present.Kernel.Size || !initramfs.Exists || initramfs.Length < expected.Size)
            return null;
        var content = new byte[expected.Size];
        var stream = initramfs.OpenRead();
        await using (stream.ConfigureAwait(false))
            await stream.ReadExactlyAsync(content, cancellationToken).ConfigureAwait(false);
        return Hash(content) == expected.Sha256 ? content : null;
    }

    private async Task<ImageFile> WriteInitramfsAsync(byte[] archive, byte[] agent, CancellationToken cancellationToken)
    {
        using var whole = new MemoryStream(archive.Length + agent.Length + 4096);
        await whole.WriteAsync(archive, cancellationToken).ConfigureAwait(false);
        await TinyRoot.Agent(agent).WriteAsync(whole, cancellationToken).ConfigureAwait(false);
        return await WriteAsync("initramfs", whole.ToArray(), cancellationToken).ConfigureAwait(false);
    }

    private async Task<ImageFile> WriteAsync(string kind, byte[] content, CancellationToken cancellationToken)
    {
        var hash = Hash(content);
        var name = $"{kind}-{hash[..16]}";
        var path = Path.Combine(folder, name);
        if (new FileInfo(path) is { Exists: true } present && present.Length == content.Length
            && Hash(await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false)) == hash)
            return new(name, content.Length, hash);
        var temporary = Path.Combine(folder, NewFile + name);
        var stream = Folders.CreateFile(temporary);
        await using (stream.ConfigureAwait(false))
        {
            await SparseAsync(stream, content, cancellationToken).ConfigureAwait(false);
            stream.Flush(flushToDisk: true);
        }
        File.Move(temporary, path, overwrite: true);
        return new(name, content.Length, hash);
    }

    /// <summary>Writes content with holes where it is zero: a third of a kernel is padding.</summary>
    private static async Task SparseAsync(FileStream stream, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        const int Chunk = 64 << 10;
        stream.SetLength(content.Length);
        for (var start = 0; start < content.Length; start += Chunk)
        {
            var chunk = content.Slice(start, Math.Min(Chunk, content.Length - start));
            if (!chunk.Span.ContainsAnyExcept((byte)0))
                continue;
            stream.Position = start;
            await stream.WriteAsync(chunk, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Only the holder of the store's lock writes, so whatever is unfinished is of no use to anybody.</summary>
    private void RemoveUnfinished()
    {
        foreach (var file in Directory.GetFiles(folder, NewFile + "*"))
            File.Delete(file);
        foreach (var unfinished in Directory.GetDirectories(folder, NewFile + "*"))
            Directory.Delete(unfinished, recursive: true);
    }

    private static string Hash(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
