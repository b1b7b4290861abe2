using System.Text;

namespace Moa.Images.Kernels;

/// <summary>
/// Some of a kernel's modules, put in the order in which they load, and the files by which modprobe finds them. What
/// belongs together is read from the modules themselves: a package of the distribution has no modules.dep, which depmod
/// writes when it is installed.
/// </summary>
internal sealed class KernelModules
{
    private readonly SortedDictionary<string, KernelModule> _modules = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _aliases = new(StringComparer.Ordinal);
    private readonly HashSet<string> _builtin;

    /// <summary>Begins with what the kernel has built in.</summary>
    /// <param name="builtin">The text of <c>modules.builtin</c>, a path per line.</param>
    public KernelModules(string builtin) =>
        _builtin = [.. builtin.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(KernelModule.NameOf)];

    /// <summary>All modules, by name.</summary>
    public IEnumerable<KernelModule> All => _modules.Values;

    /// <summary>Whether the kernel has a module of this name built in.</summary>
    public bool IsBuiltin(string name) => _builtin.Contains(name);

    /// <summary>Adds a module.</summary>
    public void Add(KernelModule module)
    {
        _modules[module.Name] = module;
        foreach (var alias in module.Aliases.Where(static alias => !alias.Contains('*', StringComparison.Ordinal)))
        {
            if (!_aliases.TryGetValue(alias, out var names))
                _aliases[alias] = names = [];
            names.Add(module.Name);
        }
    }

    /// <summary>Names that a module here needs and that are neither here nor built in.</summary>
    public IReadOnlyList<string> Missing() =>
        [.. _modules.Values.SelectMany(static module => module.Dependencies)
            .Where(name => !_modules.ContainsKey(name) && !IsBuiltin(name)).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The wanted modules with all they need, in loading order; built-in ones need no loading.</summary>
    /// <exception cref="ImageException">One is neither here nor built in, or they need each other.</exception>
    public IReadOnlyList<KernelModule> InLoadingOrder(params IEnumerable<string> wanted)
    {
        var order = new List<KernelModule>();
        var state = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach (var name in wanted)
            Visit(name, neededBy: null, state, order);
        return order;
    }

    /// <summary>The text of <c>modules.dep</c>: each module's path and what must be loaded before, nearest first.</summary>
    public string DependencyFile()
    {
        var text = new StringBuilder();
        foreach (var module in _modules.Values)
        {
            text.Append(module.Path).Append(':');
            foreach (var needed in InLoadingOrder(module.Name).Reverse().Skip(1))
                text.Append(' ').Append(needed.Path);
            text.Append('\n');
        }
        return text.ToString();
    }

    /// <summary>The text of <c>modules.alias</c>.</summary>
    public string AliasFile() =>
        string.Concat(_modules.Values.SelectMany(static module => module.Aliases.Select(alias => $"alias {alias} {module.Name}\n")));

    private void Visit(string name, string? neededBy, Dictionary<string, bool> state, List<KernelModule> order)
    {
        if (IsBuiltin(name))
            return;
        if (state.TryGetValue(name, out var done))
        {
            if (!done)
                throw new ImageException($"The kernel modules {name} and {neededBy} need each other.");
            return;
        }
        if (!_modules.TryGetValue(name, out var module))
        {
            var user = neededBy is null ? "" : $", which {neededBy} needs";
            throw new ImageException($"The kernel has no module {name}{user}: neither a file nor built in.");
        }
        state[name] = false;
        foreach (var soft in module.SoftDependencies.SelectMany(Resolve).Where(other => !state.ContainsKey(other)))
            Visit(soft, name, state, order);
        foreach (var needed in module.Dependencies)
            Visit(needed, name, state, order);
        state[name] = true;
        order.Add(module);
    }

    /// <summary>Modules of that name or alias that are here; a soft dependency may well be absent.</summary>
    private IEnumerable<string> Resolve(string nameOrAlias) =>
        _modules.ContainsKey(nameOrAlias) ? [nameOrAlias] : _aliases.GetValueOrDefault(nameOrAlias) ?? [];
}
