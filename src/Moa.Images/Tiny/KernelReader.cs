using System.Text;
using Moa.Images.Archives;
using Moa.Images.Kernels;

namespace Moa.Images.Tiny;

/// <summary>
/// Picks a kernel and the wanted modules from files named as in a root folder. The files may have to be read more than
/// once: what a module needs is written in the module, and the needed one may have gone by already.
/// </summary>
/// <param name="decompressor">For compressed kernels and modules.</param>
internal sealed class KernelReader(Decompressor decompressor)
{
    private readonly HashSet<string> _wanted = [.. TinyModules.Required, .. TinyModules.Welcome, .. TinyModules.Likely];
    private readonly Dictionary<string, (string Path, byte[] Content)> _files = [];
    private string _builtin = "";
    private byte[]? _kernel;
    private string? _release;
    private KernelModules? _modules;

    /// <summary>Whether a file of this name is of interest in this reading.</summary>
    public bool Wants(string path) =>
        IsKernel(path) || IsBuiltinList(path)
        || (IsModule(path) && KernelModule.NameOf(path) is var name && _wanted.Contains(name) && !_files.ContainsKey(name));

    /// <summary>Takes in a file.</summary>
    public void Take(string path, byte[] content)
    {
        if (IsKernel(path))
            (_kernel, _release) = (content, path["boot/vmlinuz-".Length..]);
        else if (IsBuiltinList(path))
            _builtin = Encoding.UTF8.GetString(content);
        else
            _files[KernelModule.NameOf(path)] = (path[(path.IndexOf("/kernel/", StringComparison.Ordinal) + 1)..], content);
    }

    /// <summary>Whether everything was found, or at least everything that another reading might find.</summary>
    public async Task<bool> IsCompleteAsync(CancellationToken cancellationToken)
    {
        _modules = new KernelModules(_builtin);
        foreach (var (path, content) in _files.Values)
            _modules.Add(await ReadAsync(path, content, cancellationToken).ConfigureAwait(false));
        var missing = _modules.Missing();
        var complete = missing.All(_wanted.Contains);
        _wanted.UnionWith(missing);
        return complete;
    }

    /// <summary>What was found, the modules reduced to the wanted ones with all they need.</summary>
    /// <exception cref="ImageException">There is no kernel, it is damaged, or a required module is absent.</exception>
    public async Task<TinyParts> ResultAsync(
        Busybox busybox, IReadOnlyList<ImagePackage> sources, CancellationToken cancellationToken)
    {
        if (_kernel is null || _release is null || _modules is null)
        {
            var names = string.Join(" or ", sources.Select(static source => source.Name));
            throw new ImageException($"There is no kernel (boot/vmlinuz-*) in {names}.");
        }
        var present = _modules.All.Select(static module => module.Name).ToHashSet();
        var absent = TinyModules.Welcome.Where(name => !present.Contains(name) && !_modules.IsBuiltin(name)).ToList();
        var modules = new KernelModules(_builtin);
        foreach (var module in _modules.InLoadingOrder([.. TinyModules.Required, .. TinyModules.Welcome.Except(absent)]))
            modules.Add(module);
        var kernel = await UncompressedAsync(_kernel, _release, cancellationToken).ConfigureAwait(false);
        return new(kernel, _release, modules, absent, busybox, sources);
    }

    private async Task<byte[]> UncompressedAsync(byte[] kernel, string release, CancellationToken cancellationToken)
    {
        try
        {
            return BzImage.Is(kernel) ? await BzImage.ExtractAsync(kernel, decompressor, cancellationToken).ConfigureAwait(false) ?? kernel : kernel;
        }
        catch (InvalidDataException error)
        {
            throw new ImageException($"The kernel {release} cannot be used: {error.Message}", error);
        }
    }

    private async Task<KernelModule> ReadAsync(string path, byte[] content, CancellationToken cancellationToken)
    {
        var end = path.LastIndexOf(".ko", StringComparison.Ordinal) + 3;
        try
        {
            var plain = end == path.Length
                ? content
                : await decompressor.DecompressAsync(content, path[(end + 1)..], cancellationToken).ConfigureAwait(false);
            return KernelModule.Read(path[..end], plain);
        }
        catch (InvalidDataException error)
        {
            throw new ImageException($"The kernel module {path} cannot be used: {error.Message}", error);
        }
    }

    private static bool IsKernel(string path) => path.StartsWith("boot/vmlinuz-", StringComparison.Ordinal);

    private static bool IsModule(string path) =>
        IsModuleTree(path) && path.Contains("/kernel/", StringComparison.Ordinal) && path.Contains(".ko", StringComparison.Ordinal);

    private static bool IsBuiltinList(string path) => IsModuleTree(path) && path.EndsWith("/modules.builtin", StringComparison.Ordinal);

    private static bool IsModuleTree(string path) =>
        path.StartsWith("lib/modules/", StringComparison.Ordinal) || path.StartsWith("usr/lib/modules/", StringComparison.Ordinal);
}
