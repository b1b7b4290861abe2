using System.Text.Json;
using Moa.Launching;

namespace Moa.Probing;

/// <summary>Asks builds of QEMU what they can do, once; the answers are kept and found again as long as a build is the same.</summary>
/// <param name="cacheFolder">The folder for what is known of builds; made where it is missing.</param>
/// <param name="runtimeFolder">The folder for sockets of a QEMU that is asked; its path has at most 80 bytes.</param>
public sealed class QemuProbe(string cacheFolder, string runtimeFolder)
{
    private const string BuildFile = "build";

    /// <summary>
    /// What is known of the QEMU at a path. The first time QEMU is started for a moment (<c>-machine none</c>, about
    /// 0.1 s); later this reads one small file. Cancelling ends the QEMU that was started.
    /// </summary>
    /// <param name="path">The program, as <see cref="QemuFinder"/> finds it.</param>
    /// <param name="cancellationToken">Ends the probe.</param>
    /// <exception cref="QemuTooOldException">It is older than <see cref="QemuTooOldException.Oldest"/>.</exception>
    /// <exception cref="QemuProbeException">It does not run, or does not answer as QEMU does.</exception>
    /// <exception cref="RuntimeFolderException">The runtime folder cannot be used.</exception>
    public Task<QemuBuild> LoadAsync(string path, CancellationToken cancellationToken = default)
    {
        path = Path.GetFullPath(path);
        var cache = ProbeCache.For(cacheFolder, path);
        return BuildFacts.TryParse(cache.Read(BuildFile)) is { } facts
            ? Task.FromResult(new QemuBuild(path, runtimeFolder, facts, cache))
            : AskAsync(path, cache, cancellationToken);
    }

    // All is asked at once: QEMU reads the next question while it answers the last.
    private async Task<QemuBuild> AskAsync(string path, ProbeCache cache, CancellationToken cancel)
    {
        var process = await ProbeProcess.StartAsync(path, runtimeFolder, ProbeProcess.NoMachine, withSerial: false, cancel).ConfigureAwait(false);
        await using var _ = process.ConfigureAwait(false);
        if (process.Qmp.Greeting.Version < QemuTooOldException.Oldest)
            throw new QemuTooOldException(path, process.Qmp.Greeting.Version);
        var answers = await Task.WhenAll(
            process.AskAsync("query-target", null, cancel),
            process.AskAsync("query-machines", null, cancel),
            process.AskAsync("qom-list-types", """{"implements":"accel","abstract":false}""", cancel),
            process.AskAsync("query-command-line-options", null, cancel),
            process.AskAsync("query-qmp-schema", null, cancel)).ConfigureAwait(false);
        try
        {
            var facts = BuildFacts.From(
                process.Qmp.Greeting, target: answers[0].ToElement(), machines: answers[1].ToElement(),
                accelerators: answers[2].ToElement(), options: answers[3].ToElement());
            cache.Write(QemuBuild.SchemaFile, answers[4].Json.Span);
            cache.Write(BuildFile, facts.ToBytes());
            return new QemuBuild(path, runtimeFolder, facts, cache);
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new QemuProbeException(path, "its answers are not QEMU's.", failure);
        }
    }
}
