namespace Moa.Images.Tests;

/// <summary>The built-in image, made from the distribution's real packages and booted.</summary>
public sealed class TinyImageTests
{
    [Fact]
    public async Task The_image_is_made_from_the_distributions_packages_and_boots()
    {
        using var folder = new TestFolder();
        await File.WriteAllTextAsync(folder["init"], Guest.Init, TestContext.Current.CancellationToken);
        var store = new ImageStore(folder["images"]);

        var image = await store.EnsureAsync("tiny", folder["init"], cancellationToken: TestContext.Current.CancellationToken);
        var console = await Guest.BootAsync(image, TestContext.Current.CancellationToken,
            "-device", "virtio-serial-pci", "-chardev", "null,id=a", "-device", "virtserialport,chardev=a,name=moa.agent.0");

        Assert.Contains($"release {image.Manifest.KernelRelease}", console, StringComparison.Ordinal);
        Assert.Contains("port moa.agent.0", console, StringComparison.Ordinal);
        Assert.Contains("modprobe works", console, StringComparison.Ordinal);
        Assert.DoesNotContain("insmod failed", console, StringComparison.Ordinal);
    }
}
