using System.Security.Cryptography;
using Moa.Images.Tools;

namespace Moa.Images.Tiny;

/// <summary>Gets the parts of the built-in image from the host itself, where there is no apt: its kernel, its busybox.</summary>
/// <param name="root">The host's root folder.</param>
/// <param name="workFolder">A folder for what is needed on the way.</param>
internal sealed class HostSource(string root, string workFolder)
{
    private const string Advice = "Without apt, the built-in image is made of the host's kernel (/boot/vmlinuz-RELEASE or /lib/modules/RELEASE/vmlinuz, with its modules) and a static busybox in PATH. Install what is missing, or give a kernel and an initrd of your own (--kernel, --initrd).";

    /// <summary>Reads them.</summary>
    /// <exception cref="ImageException">Something is missing, or may not be read; the message says what to do.</exception>
    public async Task<TinyParts> ReadAsync(CancellationToken cancellationToken)
    {
        var program = ToolRunner.Find("busybox") ?? throw new ImageException($"This host has no busybox. {Advice}");
        var busybox = await Busybox.PrepareAsync(await ReadFileAsync(program, cancellationToken).ConfigureAwait(false), program, workFolder, cancellationToken)
            .ConfigureAwait(false);
        var (release, kernel) = FindKernel();
        var content = await ReadFileAsync(kernel, cancellationToken).ConfigureAwait(false);
        var reader = new KernelReader(busybox.Xz);
        reader.Take($"boot/vmlinuz-{release}", content);
        var modules = Path.Combine(root, "lib/modules", release);
        do
        {
            foreach (var file in Directory.EnumerateFiles(modules, "modules.builtin").Concat(Directory.EnumerateFiles(modules, "*.ko*", SearchOption.AllDirectories)))
            {
                var name = $"lib/modules/{release}/{Path.GetRelativePath(modules, file)}";
                if (reader.Wants(name))
                    reader.Take(name, await ReadFileAsync(file, cancellationToken).ConfigureAwait(false));
            }
        }
        while (!await reader.IsCompleteAsync(cancellationToken).ConfigureAwait(false));
        return await reader.ResultAsync(busybox, [Describe(kernel, release, content), Describe(program, "", busybox.Content)], cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>The running kernel if its files are there, else the one whose release sorts last.</summary>
    private (string Release, string Path) FindKernel()
    {
        var running = Path.Combine(root, "proc/sys/kernel/osrelease");
        var releases = Directory.Exists(Path.Combine(root, "lib/modules"))
            ? Directory.EnumerateDirectories(Path.Combine(root, "lib/modules")).Select(static folder => Path.GetFileName(folder)!).OrderDescending(StringComparer.Ordinal)
            : Enumerable.Empty<string>();
        if (File.Exists(running))
            releases = releases.Prepend(File.ReadAllText(running).Trim());
        return releases
            .SelectMany(release => (string[])[Path.Combine(root, $"boot/vmlinuz-{release}"), Path.Combine(root, $"lib/modules/{release}/vmlinuz")],
                static (release, path) => (release, path))
            .Where(kernel => File.Exists(kernel.path) && File.Exists(Path.Combine(root, "lib/modules", kernel.release, "modules.builtin")))
            .Select(static kernel => ((string, string)?)kernel)
            .FirstOrDefault() ?? throw new ImageException($"This host has no kernel with modules. {Advice}");
    }

    private static async Task<byte[]> ReadFileAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new ImageException($"{path} may not be read by this user. Let the administrator allow it (chmod +r), or give a kernel and an initrd of your own (--kernel, --initrd).", error);
        }
    }

    private static ImagePackage Describe(string path, string version, byte[] content) =>
        new(path, version, "", content.Length, Convert.ToHexStringLower(SHA256.HashData(content)));
}
