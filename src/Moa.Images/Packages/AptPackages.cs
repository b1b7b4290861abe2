using System.Globalization;
using System.Security.Cryptography;
using Moa.Images.Tools;

namespace Moa.Images.Packages;

/// <summary>
/// Packages of the Debian or Ubuntu that this host runs, fetched with its own sources, keys and proxies, without root
/// and without installing anything: apt's state and cache are folders of ours.
/// </summary>
/// <param name="folder">Where packages and apt's state are kept between builds.</param>
/// <param name="configuration">Lines of apt configuration that win over the host's.</param>
internal sealed class AptPackages(string folder, params IReadOnlyList<string> configuration)
{
    private const string HostLists = "/var/lib/apt/lists";

    private readonly string _apt = Path.Combine(folder, "apt");

    /// <summary>Whether this host has apt.</summary>
    public static bool IsAvailable => ToolRunner.Find("apt-get") is not null && ToolRunner.Find("dpkg-deb") is not null;

    /// <summary>From here on, packages are found by the lists that the host has.</summary>
    public Task UseHostListsAsync(CancellationToken cancellationToken) => ConfigureAsync(HostLists, cancellationToken);

    /// <summary>Fetches package lists of today; from here on, packages are found by them.</summary>
    /// <returns>
    /// What apt said when it could not fetch all of them. That need not matter: a source that is down may be one that
    /// nothing here comes from.
    /// </returns>
    public async Task<ToolException?> UpdateListsAsync(CancellationToken cancellationToken)
    {
        await ConfigureAsync(Path.Combine(_apt, "lists"), cancellationToken).ConfigureAwait(false);
        try
        {
            var update = Apt("apt-get", ["update", "-o", "APT::Status-Fd=1", "-o", "APT::Update::Error-Mode=any"]);
            await ToolRunner.ReadAsync(update, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (ToolException error) when (error.ExitCode is not null)
        {
            return error;
        }
    }

    /// <summary>What the host's sources offer under these names; unknown names are left out.</summary>
    /// <exception cref="ToolException">apt failed.</exception>
    public async Task<IReadOnlyList<Package>> FindAsync(IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        try
        {
            return Package.ReadAll(await ToolRunner.ReadAsync(
                Apt("apt-cache", ["show", "--no-all-versions", "--", .. names]), cancellationToken).ConfigureAwait(false));
        }
        catch (ToolException error) when (error.ExitCode == 100)
        {
            // apt-cache fails so when it knows none of the names.
            return [];
        }
    }

    /// <summary>The package's file in the cache, fetched when it is not there or not whole.</summary>
    /// <exception cref="ToolException">apt could not fetch it.</exception>
    /// <exception cref="ImageException">What came is not what the index promised.</exception>
    public async Task<string> FetchAsync(ImagePackage package, IProgress<ImageProgress>? progress, CancellationToken cancellationToken)
    {
        if (await FindCachedAsync(package, cancellationToken).ConfigureAwait(false) is { } cached)
            return cached;
        var file = Path.Combine(folder, FileName(package));
        var arriving = Path.Combine(folder, ".arriving");
        Folders.Remove(arriving);
        Folders.Create(arriving);
        try
        {
            var step = $"fetching {package.Name}";
            progress?.Report(new(step, 0, package.Size));
            var download = Apt("apt-get", ["download", "-o", "APT::Status-Fd=1", $"{package.Name}={package.Version}"]);
            var reported = 0L;
            await ToolRunner.ReadLinesAsync(download with { Folder = arriving }, line =>
            {
                if (Percent(line) is { } percent && (long)(package.Size * percent / 100) is var done && done > reported)
                    progress?.Report(new(step, reported = done, package.Size));
            }, cancellationToken).ConfigureAwait(false);
            var fetched = Directory.GetFiles(arriving, "*.deb") is [var only] ? only
                : throw new ImageException($"apt-get fetched {package.Name} without leaving a file.");
            if (!await IsWholeAsync(fetched, package, cancellationToken).ConfigureAwait(false))
                throw new ImageException($"The package {package.Name} that was fetched is not the one its index names (SHA-256 differs).");
            File.Move(fetched, file, overwrite: true);
            if (reported < package.Size)
                progress?.Report(new(step, package.Size, package.Size));
            return file;
        }
        finally
        {
            Folders.Remove(arriving);
        }
    }

    /// <summary>The package's file in the cache, or null when it is not there or not whole.</summary>
    public async Task<string?> FindCachedAsync(ImagePackage package, CancellationToken cancellationToken)
    {
        var file = Path.Combine(folder, FileName(package));
        return File.Exists(file) && await IsWholeAsync(file, package, cancellationToken).ConfigureAwait(false) ? file : null;
    }

    /// <summary>Removes the packages from the cache that are none of these.</summary>
    public void RemoveAllBut(IEnumerable<ImagePackage> packages)
    {
        var kept = packages.Select(FileName).ToHashSet();
        foreach (var file in Directory.EnumerateFiles(folder, "*.deb").Where(file => !kept.Contains(Path.GetFileName(file))))
            File.Delete(file);
    }

    /// <summary>
    /// Writes a configuration of our own: the host's, without the hooks that it runs after an update (they expect root),
    /// with state and cache in our folder.
    /// </summary>
    private async Task ConfigureAsync(string lists, CancellationToken cancellationToken)
    {
        foreach (var name in (string[])["", "apt", "apt/lists/partial", "apt/cache/archives/partial"])
            Folders.Create(Path.Combine(folder, name));
        await File.WriteAllTextAsync(Path.Combine(_apt, "status"), "", cancellationToken).ConfigureAwait(false);
        var host = await ToolRunner.ReadAsync(new("apt-config", "dump"), cancellationToken).ConfigureAwait(false);
        IEnumerable<string> lines =
        [
            .. host.Split('\n').Where(static line => !line.Contains("-Invoke", StringComparison.Ordinal)),
            """Dir::Etc::main "/dev/null";""",
            """Dir::Etc::parts "/dev/null";""",
            $"Dir::State {Quote(_apt)};",
            $"Dir::State::lists {Quote(lists)};",
            $"Dir::State::status {Quote(Path.Combine(_apt, "status"))};",
            $"Dir::Cache {Quote(Path.Combine(_apt, "cache"))};",
            """Dir::Cache::archives "archives/";""",
            // Our folder is closed to the user that apt would download as; nothing here needs root either.
            """APT::Sandbox::User "root";""",
            """Acquire::Languages "none";""",
            """Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "false";""",
            """Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled "false";""",
            """Acquire::Retries "3";""",
            .. configuration,
        ];
        // Closed to others: a host's configuration may hold a proxy's password.
        var writer = new StreamWriter(Folders.CreateFile(Configuration));
        await using (writer.ConfigureAwait(false))
        {
            foreach (var line in lines)
                await writer.WriteLineAsync(line.AsMemory(), cancellationToken).ConfigureAwait(false);
        }
    }

    private string Configuration => Path.Combine(_apt, "apt.conf");

    private ToolCommand Apt(string tool, IReadOnlyList<string> arguments) =>
        new(tool, arguments) { Environment = new Dictionary<string, string> { ["APT_CONFIG"] = Configuration } };

    private static double? Percent(string line) =>
        line.StartsWith("dlstatus:", StringComparison.Ordinal)
        && double.TryParse(line.Split(':')[2], CultureInfo.InvariantCulture, out var percent) ? percent : null;

    private static async Task<bool> IsWholeAsync(string file, ImagePackage package, CancellationToken cancellationToken)
    {
        var stream = File.OpenRead(file);
        await using (stream.ConfigureAwait(false))
        {
            return stream.Length == package.Size
                && Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false)) == package.Sha256;
        }
    }

    private static string FileName(ImagePackage package) =>
        $"{package.Name}_{package.Version.Replace(":", "%3a", StringComparison.Ordinal)}_{package.Architecture}.deb";

    private static string Quote(string value) => value.Contains('"', StringComparison.Ordinal)
        ? throw new ImageException($"apt cannot work in a folder with a quotation mark in its name: {value}")
        : $"\"{value}\"";
}
