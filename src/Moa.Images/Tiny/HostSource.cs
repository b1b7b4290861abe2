using System.Security.Cryptography;
using Moa.Images.Archives;
using Moa.Images.Tools;

namespace Moa.Images.Tiny;

/// <summary>Gets the parts of the built-in image from the host itself, where there is no apt: its kernel, its busybox.</summary>
/// <param name="root">The host's root folder.</param>
/// <param name="workFolder">A folder for what is needed on the way.</param>
internal sealed class HostSource(string root, string workFolder)
{
    private const string OrGiveYourOwn = "or give a kernel and an initrd of your own (--kernel, --initrd).";

    private const string Advice =
        "Without apt, the built-in image is made of the host's kernel (/boot/vmlinuz-RELEASE or /lib/modules/RELEASE/vmlinuz, "
        + "with its modules) and a static busybox in PATH. Install what is missing, " + OrGiveYourOwn;

    private readonly string _modules = Path.Combine(root, "lib/modules");

    /// <summary>Reads them.</summary>
    /// <exception cref="ImageException">Something is missing, or may not be read; the message says what to do.</exception>
    public async Task<TinyParts> ReadAsync(CancellationToken cancellationToken)
    {
        var program = ToolRunner.Find("busybox") ?? throw new ImageException($"This host has no busybox. {Advice}");
        var content = await ReadFileAsync(program, cancellationToken).ConfigureAwait(false);
        var busybox = await Busybox.PrepareAsync(content, program, workFolder, cancellationToken).ConfigureAwait(false);
        var (release, path) = Kernels().FirstOrDefault();
        if (path is null)
            throw new ImageException($"This host has no kernel with modules. {Advice}");

        var kernel = await ReadFileAsync(path, cancellationToken).ConfigureAwait(false);
        var reader = new KernelReader(new Decompressor(workFolder));
        reader.Take($"boot/vmlinuz-{release}", kernel);
        var folder = Path.Combine(_modules, release);
        do
        {
            foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            {
                var name = $"lib/modules/{release}/{Path.GetRelativePath(folder, file)}";
                if (reader.Wants(name))
                    reader.Take(name, await ReadFileAsync(file, cancellationToken).ConfigureAwait(false));
            }
        }
        while (!await reader.IsCompleteAsync(cancellationToken).ConfigureAwait(false));
        return await reader.ResultAsync(busybox, [Describe(path, release, kernel), Describe(program, "", content)], cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>The host's kernels that have modules: the running one first, then by release, the last first.</summary>
    private IEnumerable<(string Release, string Path)> Kernels()
    {
        var releases = new List<string>();
        var running = Path.Combine(root, "proc/sys/kernel/osrelease");
        if (File.Exists(running))
            releases.Add(File.ReadAllText(running).Trim());
        if (Directory.Exists(_modules))
            releases.AddRange(Directory.GetDirectories(_modules).Select(Path.GetFileName).OfType<string>().OrderDescending(StringComparer.Ordinal));
        foreach (var release in releases.Where(release => File.Exists(Path.Combine(_modules, release, "modules.builtin"))))
        {
            foreach (var path in (string[])[Path.Combine(root, $"boot/vmlinuz-{release}"), Path.Combine(_modules, release, "vmlinuz")])
            {
                if (File.Exists(path))
                    yield return (release, path);
            }
        }
    }

    private static async Task<byte[]> ReadFileAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new ImageException($"{path} may not be read by this user. Let the administrator allow it (chmod +r), {OrGiveYourOwn}", error);
        }
    }

    private static ImagePackage Describe(string path, string version, byte[] content) =>
        new(path, version, "", content.Length, Convert.ToHexStringLower(SHA256.HashData(content)));
}
