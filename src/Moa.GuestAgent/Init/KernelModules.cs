using Moa.GuestAgent.Interop;

namespace Moa.GuestAgent.Init;

/// <summary>Loads kernel modules: first those on the way to the host, then those the devices ask for.</summary>
internal sealed class KernelModules
{
    private const string EarlyList = "/etc/moa/modules";

    private readonly string _folder = "/lib/modules/" + Libc.Uname(Libc.UtsRelease);
    private readonly HashSet<string> _seen = [];
    private readonly HashSet<string> _loaded = [];
    private Dictionary<string, string[]>? _dependencies;
    private List<(string Pattern, string Module)>? _aliases;

    /// <summary>Loads the files that the image lists, dependencies first.</summary>
    public void LoadEarly()
    {
        foreach (var path in Lines(EarlyList))
            Load(path);
    }

    /// <summary>Loads what the devices present ask for.</summary>
    public void LoadForDevices()
    {
        foreach (var bus in Libc.Names("/sys/bus"))
        {
            var devices = $"/sys/bus/{bus}/devices";
            foreach (var device in Libc.Names(devices))
            {
                if (Libc.ReadText($"{devices}/{device}/modalias")?.TrimEnd() is { Length: > 0 } alias)
                    LoadFor(alias);
            }
        }
    }

    /// <summary>Loads what a device of this modalias asks for.</summary>
    public void LoadFor(string alias)
    {
        if (!_seen.Add(alias))
            return;
        ReadLists();
        foreach (var (pattern, module) in _aliases!)
        {
            if (pattern[0] != alias[0] || Libc.MatchPattern(pattern, alias, 0) != 0)
                continue;
            if (_dependencies!.TryGetValue(module, out var files))
            {
                foreach (var file in files)
                    Load(_folder + "/" + file);
            }
        }
    }

    private void Load(string path)
    {
        // Many devices share a driver, and all of virtio's share what is below them.
        if (!_loaded.Add(path))
            return;
        var errno = Libc.LoadModule(path);
        if (errno is not (0 or Libc.EEXIST))
            Agent.Say($"moa-agent: {path}: {Libc.Explain(errno)}\n");
    }

    /// <summary>Reads modules.dep and modules.alias: file and name of each module, and what is loaded before it.</summary>
    private void ReadLists()
    {
        if (_dependencies is not null)
            return;
        _dependencies = [];
        _aliases = [];
        foreach (var line in Lines(_folder + "/modules.dep"))
        {
            // "a.ko: b.ko c.ko": a needs b, and both need c.
            var files = line.Split((char[])[' ', ':'], StringSplitOptions.RemoveEmptyEntries);
            Array.Reverse(files);
            _dependencies[NameOf(files[^1])] = files;
        }

        foreach (var line in Lines(_folder + "/modules.alias"))
        {
            var words = line.Split(' ');
            if (words is ["alias", { Length: > 0 } pattern, var module])
                _aliases.Add((pattern, module));
        }
    }

    private static string NameOf(string file)
    {
        var start = file.LastIndexOf('/') + 1;
        return file[start..file.IndexOf('.', start)].Replace('-', '_');
    }

    private static string[] Lines(string path) =>
        (Libc.ReadText(path) ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
