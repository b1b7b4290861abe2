namespace Moa.Images.Tests;

/// <summary>An image made once from the distribution's real packages, and the cache with those packages.</summary>
public sealed class RealPackages : IAsyncLifetime
{
    private readonly TestFolder _folder = new();

    public Image Image { get; private set; } = null!;

    public string Cache => _folder["cache"];

    public string Agent => _folder["init"];

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(Agent, Guest.Init, TestContext.Current.CancellationToken);
        Image = await new ImageStore(_folder["images"], Cache).EnsureAsync("tiny", Agent, cancellationToken: TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Copies the image into a store of a test's own.</summary>
    public ImageStore CopyTo(TestFolder folder)
    {
        Directory.CreateDirectory(folder["images/tiny"]);
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(Image.KernelPath)!))
            File.Copy(file, folder["images/tiny/" + Path.GetFileName(file)]);
        return new(folder["images"], Cache);
    }
}
