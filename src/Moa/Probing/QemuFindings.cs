namespace Moa.Probing;

/// <summary>What <see cref="HostReport"/> says about QEMU and its accelerators.</summary>
internal static class QemuFindings
{
    public static async Task<IReadOnlyList<HostFinding>> CreateAsync(HostReportOptions options, CancellationToken cancel)
    {
        var architecture = QemuTarget.FromAnyName(options.Architecture ?? QemuTarget.Host);
        var findings = new List<HostFinding>();
        string chosen;
        try
        {
            chosen = QemuFinder.Find(options.Qemu, architecture);
        }
        catch (QemuNotFoundException failure)
        {
            return [new HostFinding("qemu", HostState.Failure, failure.Message, failure.InstallCommand)];
        }
        if (await LoadAsync(chosen, options, findings, cancel).ConfigureAwait(false) is { } build)
        {
            await AddAcceleratorsAsync(build, findings, cancel).ConfigureAwait(false);
            findings.Add(build.HasSandbox
                ? new HostFinding("sandbox", HostState.Ok, "QEMU can lock itself in with seccomp")
                : new HostFinding("sandbox", HostState.Warning, "this QEMU was built without seccomp: -sandbox is refused", "Use a build with seccomp."));
        }
        foreach (var other in QemuFinder.FindAll(architecture).Where(path => path != chosen))
            await LoadAsync(other, options, findings, cancel).ConfigureAwait(false);
        return findings;
    }

    private static async Task<QemuBuild?> LoadAsync(string path, HostReportOptions options, List<HostFinding> findings, CancellationToken cancel)
    {
        var name = findings.Count == 0 ? "qemu" : "other qemu";
        try
        {
            var build = await new QemuProbe(options.Cache, options.Runtime).LoadAsync(path, cancel).ConfigureAwait(false);
            findings.Add(new HostFinding(name, HostState.Ok, $"{build}, {build.Machines.Count} machine types"));
            return build;
        }
        catch (MoaException failure)
        {
            findings.Add(new HostFinding(name, name == "qemu" ? HostState.Failure : HostState.Warning, failure.Message));
            return null;
        }
    }

    private static async Task AddAcceleratorsAsync(QemuBuild build, List<HostFinding> findings, CancellationToken cancel)
    {
        var verdicts = new List<AcceleratorVerdict>();
        foreach (var accelerator in build.Accelerators.Append("kvm").Append("tcg").Distinct())
            verdicts.Add(await build.TryAcceleratorAsync(accelerator, again: true, cancel).ConfigureAwait(false));
        var nothingRuns = verdicts.TrueForAll(static verdict => verdict.State == AcceleratorState.Fails);
        foreach (var verdict in verdicts)
        {
            var state = verdict.State switch
            {
                AcceleratorState.Works => HostState.Ok,
                AcceleratorState.Fails when nothingRuns => HostState.Failure,
                _ => HostState.Warning,
            };
            findings.Add(new HostFinding(verdict.Accelerator, state, verdict.Reason, verdict.Remedy));
        }
    }
}
