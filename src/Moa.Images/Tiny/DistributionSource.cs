using System.Runtime.InteropServices;
using Moa.Images.Archives;
using Moa.Images.Packages;

namespace Moa.Images.Tiny;

/// <summary>Gets the parts of the built-in image from packages of the Debian or Ubuntu that this host runs.</summary>
/// <param name="packages">The distribution's packages.</param>
/// <param name="workFolder">A folder for what is needed on the way.</param>
/// <param name="progress">Told what is being done.</param>
internal sealed class DistributionSource(AptPackages packages, string workFolder, IProgress<ImageProgress>? progress)
{
    private const string BusyboxName = "busybox-static";

    /// <summary>The packages that stand for "the current kernel", the better first; Debian's, then Ubuntu's.</summary>
    private static string[] KernelNames => RuntimeInformation.OSArchitecture switch
    {
        Architecture.X64 => ["linux-image-amd64", "linux-image-virtual", "linux-image-generic"],
        Architecture.Arm64 => ["linux-image-arm64", "linux-image-virtual", "linux-image-generic"],
        var other => throw new ImageException(
            $"The built-in image is made for x86-64 and arm64 hosts, not for {other}. Give a kernel and an initrd of your own."),
    };

    /// <summary>Fetches what is not in the cache and reads it.</summary>
    /// <param name="known">Packages that an earlier build used, taken again where they are still in the cache.</param>
    /// <param name="refresh">Whether to ask for the newest, with package lists of today.</param>
    /// <param name="cancellationToken">Ends it; nothing half-fetched stays.</param>
    public async Task<TinyParts> ReadAsync(
        IReadOnlyList<ImagePackage> known, bool refresh, CancellationToken cancellationToken)
    {
        var files = (refresh ? null : await FindCachedAsync(known, cancellationToken).ConfigureAwait(false))
            ?? await FetchAsync(refresh, cancellationToken).ConfigureAwait(false);
        progress?.Report(new("unpacking", 0, null));
        var busybox = await ReadBusyboxAsync(files, cancellationToken).ConfigureAwait(false);
        var reader = new KernelReader(new Decompressor(workFolder));
        do
        {
            foreach (var (_, file) in files.Where(static item => item.Package.Name != BusyboxName))
                await DebArchive.ReadAsync(file, reader.Wants, reader.Take, cancellationToken).ConfigureAwait(false);
        }
        while (!await reader.IsCompleteAsync(cancellationToken).ConfigureAwait(false));
        return await reader.ResultAsync(busybox, [.. files.Select(static item => item.Package)], cancellationToken)
            .ConfigureAwait(false);
    }

    private async Task<List<FetchedPackage>?> FindCachedAsync(
        IReadOnlyList<ImagePackage> known, CancellationToken cancellationToken)
    {
        var files = new List<FetchedPackage>();
        foreach (var package in known)
        {
            if (await packages.FindCachedAsync(package, cancellationToken).ConfigureAwait(false) is not { } file)
                return null;
            files.Add(new(package, file));
        }
        return files.Count == 0 ? null : files;
    }

    private async Task<List<FetchedPackage>> FetchAsync(bool refresh, CancellationToken cancellationToken)
    {
        if (!refresh)
        {
            try
            {
                await packages.UseHostListsAsync(cancellationToken).ConfigureAwait(false);
                return await FetchListedAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (ImageException)
            {
                // The host's lists are missing, or so old that the mirror has dropped what they name: fetch our own.
            }
        }
        progress?.Report(new("fetching package lists", 0, null));
        var incomplete = await packages.UpdateListsAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await FetchListedAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ImageException error) when (incomplete is not null)
        {
            throw new ImageException(
                $"{error.Message}\nThe package lists could not all be fetched:\n{incomplete.StandardError}", error);
        }
    }

    private async Task<List<FetchedPackage>> FetchListedAsync(CancellationToken cancellationToken)
    {
        var found = await packages.FindAsync([.. KernelNames, BusyboxName], cancellationToken).ConfigureAwait(false);
        var kernel = found.Where(static package => KernelNames.Contains(package.Name))
            .MinBy(static package => Array.IndexOf(KernelNames, package.Name))
            ?? throw new ImageException($"The host's apt sources offer no kernel package ({string.Join(", ", KernelNames)}).");
        var busybox = found.FirstOrDefault(static package => package.Name == BusyboxName)
            ?? throw new ImageException($"The host's apt sources offer no {BusyboxName}. On Ubuntu it is in the component 'universe'.");
        var wanted = new List<Package> { busybox };
        for (var next = KernelParts(kernel); next.Length > 0;)
        {
            var parts = await packages.FindAsync(next, cancellationToken).ConfigureAwait(false);
            wanted.AddRange(parts);
            next = [.. parts.SelectMany(KernelParts).Except(wanted.Select(static package => package.Name))];
        }
        var files = new List<FetchedPackage>();
        foreach (var package in wanted)
        {
            var file = await packages.FetchAsync(package.Identity, progress, cancellationToken).ConfigureAwait(false);
            files.Add(new(package.Identity, file));
        }
        return files;
    }

    /// <summary>Of a kernel package's dependencies, those with kernel or modules in them: their names carry a release.</summary>
    private static string[] KernelParts(Package package) =>
        [.. package.Depends.Where(static name => HasRelease(name, "linux-image-") || HasRelease(name, "linux-modules-"))];

    private static bool HasRelease(string name, string beginning) =>
        name.Length > beginning.Length && name.StartsWith(beginning, StringComparison.Ordinal)
        && char.IsAsciiDigit(name[beginning.Length]);

    private async Task<Busybox> ReadBusyboxAsync(List<FetchedPackage> files, CancellationToken cancellationToken)
    {
        byte[]? program = null;
        foreach (var (_, file) in files.Where(static item => item.Package.Name == BusyboxName))
        {
            await DebArchive.ReadAsync(file, static name => name is "bin/busybox" or "usr/bin/busybox",
                (_, content) => program = content, cancellationToken).ConfigureAwait(false);
        }
        return program is null
            ? throw new ImageException($"The distribution's {BusyboxName} holds no busybox.")
            : await Busybox.PrepareAsync(program, BusyboxName, workFolder, cancellationToken).ConfigureAwait(false);
    }
}
