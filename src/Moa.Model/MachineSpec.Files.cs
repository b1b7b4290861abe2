using System.Collections.Immutable;
using Moa.Model.Shapes;

namespace Moa.Model;

public sealed partial record MachineSpec
{
    /// <summary>
    /// The files and folders that must be there when the machine starts, in the spec's order: kernels, images, contents
    /// of fw_cfg files. Not those that QEMU makes, nor those that come with QEMU.
    /// </summary>
    public ImmutableArray<InputFile> InputFiles()
    {
        var files = ImmutableArray.CreateBuilder<InputFile>();
        Shape.MapFiles(this, "", (path, use, name) =>
        {
            if (use is HostFile.Input or HostFile.InputOrQemus)
                files.Add(new InputFile(path, name));
            return name;
        });
        return files.ToImmutable();
    }

    /// <summary>
    /// The spec with every relative path of a file or socket of the host made absolute: QEMU may be started in another
    /// folder than the one a spec is about.
    /// </summary>
    /// <param name="folder">The folder, absolute; for a spec from a file, the file's.</param>
    /// <exception cref="ArgumentException">The folder is not absolute.</exception>
    public MachineSpec ResolvePaths(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (!folder.StartsWith('/'))
            throw new ArgumentException($"{SpecText.Quote(folder)} is no absolute path.", nameof(folder));
        var prefix = folder.TrimEnd('/') + '/';
        return (MachineSpec)Shape.MapFiles(this, "", (_, _, name) => name.StartsWith('/') ? name : prefix + name);
    }
}
