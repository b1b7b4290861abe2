using Moa.Images.Tiny;

namespace Moa.Images;

/// <summary>
/// The images on this host. An image is made on first use and is then found by reading one small file. Several processes
/// may use a store at once: one makes an image, the others wait for it. Whatever interrupts a process, an image is whole
/// or it is not there.
/// </summary>
/// <param name="imagesFolder">The folder of the images; made when needed, mode 0700.</param>
/// <param name="cacheFolder">Where packages are kept between builds; default a folder beside the images in it.</param>
public sealed class ImageStore(string imagesFolder, string? cacheFolder = null)
{
    private const string ManifestName = "manifest";

    private readonly string _folder = Path.GetFullPath(imagesFolder);
    private readonly string _cache = Path.GetFullPath(cacheFolder ?? Path.Combine(imagesFolder, ".cache"));

    /// <summary>The image of that name with this agent in it, made if there is none.</summary>
    /// <param name="name">The image's name: <c>tiny</c>.</param>
    /// <param name="agentPath">The guest agent, a static program that becomes the guest's <c>/init</c>.</param>
    /// <param name="progress">Told what is being done; not called when the image is there.</param>
    /// <param name="cancellationToken">Ends the making; nothing half-made stays.</param>
    /// <exception cref="ImageNotFoundException">No image of that name is known.</exception>
    /// <exception cref="ImageException">It could not be made.</exception>
    public Task<Image> EnsureAsync(
        string name, string agentPath, IProgress<ImageProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var folder = FolderOf(name);
        return Present(folder, agentPath) is { } image
            ? Task.FromResult(image)
            : MakeAsync(folder, agentPath, refresh: false, progress, cancellationToken);
    }

    /// <summary>Makes the image anew from the newest packages that the host's sources offer.</summary>
    /// <inheritdoc cref="EnsureAsync"/>
    public Task<Image> BuildAsync(
        string name, string agentPath, IProgress<ImageProgress>? progress = null, CancellationToken cancellationToken = default) =>
        MakeAsync(FolderOf(name), agentPath, refresh: true, progress, cancellationToken);

    /// <summary>The images that have been made, by name.</summary>
    public IReadOnlyList<Image> List() =>
        ManifestFile.Read(Path.Combine(_folder, TinyImage.Name, ManifestName)) is { } manifest
            ? [ToImage(Path.Combine(_folder, TinyImage.Name), manifest)] : [];

    /// <summary>An image that has been made.</summary>
    /// <param name="name">The image's name.</param>
    /// <exception cref="ImageNotFoundException">It is not known, or has not been made yet.</exception>
    /// <exception cref="ImageException">Its manifest is damaged.</exception>
    public Image Inspect(string name)
    {
        var folder = FolderOf(name);
        return ManifestFile.Read(Path.Combine(folder, ManifestName)) is { } manifest ? ToImage(folder, manifest)
            : throw new ImageNotFoundException(
                name, $"The image {name} has not been made yet. It is made on first use, or by: moa image build {name}");
    }

    /// <summary>Removes an image, running machines being unaffected; the packages it was made from stay in the cache.</summary>
    /// <param name="name">The image's name.</param>
    /// <param name="cancellationToken">Ends the waiting for a process that is making an image.</param>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="ImageNotFoundException">It is not known.</exception>
    public async Task<bool> RemoveAsync(string name, CancellationToken cancellationToken = default)
    {
        var folder = FolderOf(name);
        if (!Directory.Exists(folder))
            return false;
        using var held = await StoreLock.TakeAsync(_folder, progress: null, cancellationToken).ConfigureAwait(false);
        File.Delete(Path.Combine(folder, ManifestName));
        Folders.Remove(folder);
        return true;
    }

    private string FolderOf(string name) => name == TinyImage.Name ? Path.Combine(_folder, name)
        : throw new ImageNotFoundException(name, $"There is no image {name}. There is: {TinyImage.Name}");

    private async Task<Image> MakeAsync(
        string folder, string agentPath, bool refresh, IProgress<ImageProgress>? progress, CancellationToken cancellationToken)
    {
        try
        {
            using var held = await StoreLock.TakeAsync(_folder, progress, cancellationToken).ConfigureAwait(false);
            // While we waited, another process may have made what we want.
            return (refresh ? null : Present(folder, agentPath))
                ?? await BuildAsync(folder, agentPath, refresh, progress, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ImageException($"The image {TinyImage.Name} could not be made: {error.Message} Images made before are unchanged.", error);
        }
    }

    private async Task<Image> BuildAsync(
        string folder, string agentPath, bool refresh, IProgress<ImageProgress>? progress, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, ManifestName);
        var present = ManifestFile.ReadUsable(path);
        var builder = new TinyImage(folder, _cache, progress);
        var manifest = await builder.BuildAsync(agentPath, present, refresh, cancellationToken).ConfigureAwait(false);
        ManifestFile.Write(path, manifest);
        // The files of the image before this one stay until the next: somebody may be about to start QEMU with them.
        builder.RemoveAllBut(manifest, present);
        return ToImage(folder, manifest);
    }

    /// <summary>The image when it is whole and has this agent in it, judged by sizes and the agent's time, without reading them.</summary>
    private static Image? Present(string folder, string agentPath)
    {
        if (ManifestFile.ReadUsable(Path.Combine(folder, ManifestName)) is not { Format: TinyImage.Format } manifest)
            return null;
        var agent = new FileInfo(agentPath);
        var image = ToImage(folder, manifest);
        return agent.Exists && agent.Length == manifest.Agent.Size && agent.LastWriteTimeUtc.Ticks == manifest.Agent.Modified
            && agent.FullName == manifest.Agent.Path
            && IsThere(image.KernelPath, manifest.Kernel) && IsThere(image.InitrdPath, manifest.Initramfs) ? image : null;
    }

    private static bool IsThere(string path, ImageFile file) => new FileInfo(path) is { Exists: true } info && info.Length == file.Size;

    private static Image ToImage(string folder, ImageManifest manifest) =>
        new(manifest.Name,
            Path.Combine(folder, manifest.Kernel.Name),
            Path.Combine(folder, manifest.Initramfs.Name),
            manifest.KernelArguments,
            manifest);
}
