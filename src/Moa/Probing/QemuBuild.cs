using System.Text.Json;
using Moa.Qmp;

namespace Moa.Probing;

/// <summary>
/// One build of QEMU on this host and what it can do. Made by <see cref="QemuProbe"/>. What is large is read when it is
/// first asked for, from the cache or from QEMU; every instance may be used by several threads.
/// </summary>
public sealed partial class QemuBuild
{
    internal const string SchemaFile = "schema";
    private const string CpusFile = "cpus";
    private const string DeviceTypesFile = "devices";

    private readonly string _runtimeFolder;
    private readonly BuildFacts _facts;
    private readonly ProbeCache _cache;
    private QmpSchema? _schema;

    internal QemuBuild(string path, string runtimeFolder, BuildFacts facts, ProbeCache cache)
    {
        Path = path;
        _runtimeFolder = runtimeFolder;
        _facts = facts;
        _cache = cache;
    }

    /// <summary>The program.</summary>
    public string Path { get; }

    /// <summary>Its version.</summary>
    public QemuVersion Version => _facts.Version;

    /// <summary>The packager's name for it, such as <c>Debian 1:7.2+dfsg-7+deb12u18</c>; empty for upstream.</summary>
    public string Package => _facts.Package;

    /// <summary>The architecture of its guests (<c>query-target</c>), such as <c>x86_64</c>.</summary>
    public string Architecture => _facts.Architecture;

    /// <summary>The accelerators that are compiled in, such as <c>kvm</c> and <c>tcg</c>; whether they run is another question.</summary>
    public IReadOnlyList<string> Accelerators => _facts.Accelerators;

    /// <summary>Whether the seccomp filter (<c>-sandbox</c>) is compiled in.</summary>
    public bool HasSandbox => _facts.HasSandbox;

    /// <summary>Its machine types.</summary>
    public IReadOnlyList<QemuMachine> Machines => _facts.Machines;

    /// <summary>The machine type of a name or an alias; null when there is none.</summary>
    public QemuMachine? FindMachine(string name) =>
        Machines.FirstOrDefault(machine => machine.Name == name) ?? Machines.FirstOrDefault(machine => machine.Alias == name);

    /// <summary>What its QMP knows. Takes some milliseconds the first time.</summary>
    /// <exception cref="QemuProbeException">QEMU does not run any more, or does not answer as it should.</exception>
    public async Task<QmpSchema> GetSchemaAsync(CancellationToken cancellationToken = default) =>
        _schema ??= await GetAsync(SchemaFile, "query-qmp-schema", null, QmpSchema.Parse, cancellationToken).ConfigureAwait(false);

    /// <summary>Its CPU models.</summary>
    /// <inheritdoc cref="GetSchemaAsync"/>
    public Task<IReadOnlyList<QemuCpu>> GetCpusAsync(CancellationToken cancellationToken = default) =>
        GetAsync(CpusFile, "query-cpu-definitions", null, ParseCpus, cancellationToken);

    /// <summary>The names of all its device types.</summary>
    /// <inheritdoc cref="GetSchemaAsync"/>
    public Task<IReadOnlyList<string>> GetDeviceTypesAsync(CancellationToken cancellationToken = default) =>
        GetAsync(DeviceTypesFile, "qom-list-types", """{"implements":"device","abstract":false}""", ParseNames, cancellationToken);

    /// <summary>Path and version.</summary>
    public override string ToString() => Package.Length == 0 ? $"{Path} (QEMU {Version})" : $"{Path} (QEMU {Version}, {Package})";

    /// <summary>An answer of this build, from the cache or from a QEMU started for it.</summary>
    private async Task<T> GetAsync<T>(string file, string command, string? arguments, Func<ReadOnlyMemory<byte>, T> parse, CancellationToken cancel)
    {
        if (_cache.Read(file) is { } kept && TryParse(kept, parse) is { } value)
            return value;
        var process = await StartAsync(cancel).ConfigureAwait(false);
        await using var _ = process.ConfigureAwait(false);
        var reply = await process.AskAsync(command, arguments, cancel).ConfigureAwait(false);
        var answer = TryParse(reply.Json, parse) ?? throw new QemuProbeException(Path, $"its answer to {command} is not QEMU's.");
        _cache.Write(file, reply.Json.Span);
        return answer;
    }

    private Task<ProbeProcess> StartAsync(CancellationToken cancel) =>
        ProbeProcess.StartAsync(Path, _runtimeFolder, ProbeProcess.NoMachine, withSerial: false, cancel);

    private static T? TryParse<T>(ReadOnlyMemory<byte> json, Func<ReadOnlyMemory<byte>, T> parse)
    {
        try
        {
            return parse(json);
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return default;
        }
    }

    private static IReadOnlyList<QemuCpu> ParseCpus(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.EnumerateArray().Select(static cpu => new QemuCpu(
            cpu.GetProperty("name"u8).GetString()!,
            cpu.TryGetProperty("alias-of"u8, out var alias) ? alias.GetString() : null,
            cpu.TryGetProperty("deprecated"u8, out var deprecated) && deprecated.GetBoolean())).OrderBy(static cpu => cpu.Name, StringComparer.Ordinal)];
    }

    private static IReadOnlyList<string> ParseNames(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.EnumerateArray().Select(static type => type.GetProperty("name"u8).GetString()!).Order(StringComparer.Ordinal)];
    }
}
