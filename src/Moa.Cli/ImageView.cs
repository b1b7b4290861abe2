using System.Text.Json.Nodes;
using Moa.Images;

namespace Moa.Cli;

/// <summary>An image as <c>image ls</c> and <c>image inspect</c> print it; member names are stable.</summary>
internal static class ImageView
{
    public static JsonObject Brief(Image image) => new()
    {
        ["name"] = image.Name,
        ["kernelRelease"] = image.Manifest.KernelRelease,
        ["size"] = image.Manifest.Kernel.Size + image.Manifest.Initramfs.Size,
    };

    public static JsonObject Full(Image image)
    {
        var view = Brief(image);
        view["kernel"] = File(image.KernelPath, image.Manifest.Kernel);
        view["initrd"] = File(image.InitrdPath, image.Manifest.Initramfs);
        view["arguments"] = image.KernelArguments;
        view["packages"] = new JsonArray([.. image.Manifest.Packages.Select(static package => new JsonObject
        {
            ["name"] = package.Name,
            ["version"] = package.Version,
            ["sha256"] = package.Sha256,
        })]);
        return view;
    }

    private static JsonObject File(string path, ImageFile file) => new()
    {
        ["path"] = path,
        ["size"] = file.Size,
        ["sha256"] = file.Sha256,
    };
}
