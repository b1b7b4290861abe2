using System.IO.Compression;
using Moa.Images.Kernels;
using Moa.Images.Tools;

namespace Moa.Images.Tiny;

/// <summary>Picks a kernel and the wanted modules from a tree of files named as in a root folder.</summary>
internal sealed class KernelReader(ToolCommand xz)
{
    private readonly HashSet<string> _wanted = [.. TinyModules.Required, .. TinyModules.Welcome, .. TinyModules.Likely];
    private readonly Dictionary<string, (string Path, byte[] Content)> _compressed = [];
    private string _builtin = "";
    private KernelModules _modules = new("");

    /// <summary>The kernel's file.</summary>
    public byte[]? Kernel { get; private set; }

    /// <summary>The kernel's release.</summary>
    public string? Release { get; private set; }

    /// <summary>Whether a file of this name is of interest in this reading.</summary>
    public bool Wants(string path) =>
        path.StartsWith("boot/vmlinuz-", StringComparison.Ordinal)
        || (IsModuleTree(path)
            && (path.EndsWith("/modules.builtin", StringComparison.Ordinal)
                || (path.Contains(".ko", StringComparison.Ordinal) && _wanted.Contains(KernelModule.NameOf(path)))));

    /// <summary>Takes in a file.</summary>
    public void Take(string path, byte[] content)
    {
        if (path.StartsWith("boot/", StringComparison.Ordinal))
            (Kernel, Release) = (content, path["boot/vmlinuz-".Length..]);
        else if (path.EndsWith("/modules.builtin", StringComparison.Ordinal))
            _builtin = System.Text.Encoding.UTF8.GetString(content);
        else
            _compressed[KernelModule.NameOf(path)] = (path[(path.IndexOf("/kernel/", StringComparison.Ordinal) + 1)..], content);
    }

    /// <summary>Puts together what was taken; false when modules are still missing and another reading may find them.</summary>
    public async Task<bool> IsCompleteAsync(CancellationToken cancellationToken)
    {
        var modules = new KernelModules(_builtin);
        foreach (var (path, content) in _compressed.Values)
            modules.Add(await ReadAsync(path, content, cancellationToken).ConfigureAwait(false));
        _modules = modules;
        var missing = modules.Missing();
        var complete = missing.All(_wanted.Contains);
        _wanted.UnionWith(missing);
        return complete;
    }

    /// <summary>The modules, reduced to those that something wanted needs.</summary>
    /// <exception cref="ImageException">A required one is absent.</exception>
    public (KernelModules Modules, IReadOnlyList<string> Absent) Result()
    {
        var absent = TinyModules.Welcome.Where(name => !_modules.IsBuiltin(name) && _modules.All.All(module => module.Name != name)).ToList();
        var result = new KernelModules(_builtin);
        foreach (var module in _modules.InLoadingOrder([.. TinyModules.Required, .. TinyModules.Welcome.Except(absent)]))
            result.Add(module);
        return (result, absent);
    }

    private async Task<KernelModule> ReadAsync(string path, byte[] content, CancellationToken cancellationToken)
    {
        var end = path.LastIndexOf(".ko", StringComparison.Ordinal) + 3;
        var plain = path[end..] switch
        {
            "" => content,
            ".gz" => Gunzip(content),
            ".xz" => await DecompressAsync(xz, content, cancellationToken).ConfigureAwait(false),
            ".zst" => await DecompressAsync(new("zstd", "-dc"), content, cancellationToken).ConfigureAwait(false),
            var other => throw new ImageException($"The kernel module {path} is compressed in a way not known here ({other})."),
        };
        try
        {
            return KernelModule.Read(path[..end], plain);
        }
        catch (InvalidDataException error)
        {
            throw new ImageException($"The kernel module {path} is damaged: {error.Message}", error);
        }
    }

    private static byte[] Gunzip(byte[] content)
    {
        using var input = new GZipStream(new MemoryStream(content), CompressionMode.Decompress);
        using var output = new MemoryStream();
        input.CopyTo(output);
        return output.ToArray();
    }

    private static async Task<byte[]> DecompressAsync(ToolCommand tool, byte[] content, CancellationToken cancellationToken)
    {
        using var plain = new MemoryStream();
        await ToolRunner.PipeAsync(tool with { Input = content }, (output, token) => output.CopyToAsync(plain, token), cancellationToken)
            .ConfigureAwait(false);
        return plain.ToArray();
    }

    private static bool IsModuleTree(string path) =>
        path.StartsWith("lib/modules/", StringComparison.Ordinal) || path.StartsWith("usr/lib/modules/", StringComparison.Ordinal);
}
