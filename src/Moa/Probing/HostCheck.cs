using System.Collections.Immutable;
using Moa.Model;
using Moa.Model.Reading;

namespace Moa.Probing;

/// <summary>
/// The second ring of checks: a spec that is right by itself, against what one build of QEMU knows. Nothing is started
/// but, for a device type that was never named before, a QEMU for a moment.
/// </summary>
public static class HostCheck
{
    private const string RulePrefix = "host-";

    /// <summary>
    /// Everything in the spec that this QEMU would refuse, in the spec's order; empty when nothing is known to speak
    /// against it. Cancelling ends the QEMU that was started to ask.
    /// </summary>
    /// <param name="spec">The spec.</param>
    /// <param name="build">The QEMU that is to run it.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <exception cref="MachineSpecException">The spec has problems by itself.</exception>
    /// <exception cref="QemuProbeException">QEMU does not run any more, or does not answer as it should.</exception>
    public static Task<ImmutableArray<SpecProblem>> CheckAsync(
        MachineSpec spec, QemuBuild build, CancellationToken cancellationToken = default) =>
        CheckAsync(spec, CommandLine.From(spec), build, cancellationToken);

    /// <summary>The same for a spec whose command line is known already.</summary>
    /// <inheritdoc cref="CheckAsync(MachineSpec, QemuBuild, CancellationToken)"/>
    /// <param name="spec">The spec.</param>
    /// <param name="line">The spec's command line.</param>
    /// <param name="build">The QEMU that is to run it.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    public static async Task<ImmutableArray<SpecProblem>> CheckAsync(
        MachineSpec spec, CommandLine line, QemuBuild build, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(line);
        ArgumentNullException.ThrowIfNull(build);
        var problems = new List<SpecProblem>();
        if (spec.EffectiveArch.QemuName != build.Architecture)
        {
            // Nothing else would make sense: its machines and devices are another computer's.
            return [Problem("arch", "host-arch",
                $"{Name(build)} runs {build.Architecture} guests, and this is one of {spec.EffectiveArch.QemuName}. Name another with --qemu or MOA_QEMU.")];
        }
        if (!build.HasSandbox)
            problems.Add(Problem("", "host-sandbox", $"{Name(build)} was built without seccomp, and every machine is started with -sandbox. Use a build that has it."));
        CheckMachine(spec, build, problems);
        await CheckCpuAsync(spec, build, problems, cancellationToken).ConfigureAwait(false);
        await CheckDevicesAsync(line, build, problems, cancellationToken).ConfigureAwait(false);
        return [.. problems];
    }

    /// <summary>Whether a problem is one of this check's: the spec is right, and this QEMU cannot run it.</summary>
    public static bool Found(SpecProblem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return problem.Rule?.StartsWith(RulePrefix, StringComparison.Ordinal) ?? false;
    }

    private static void CheckMachine(MachineSpec spec, QemuBuild build, List<SpecProblem> problems)
    {
        var name = spec.EffectiveMachine.QemuName;
        if (build.FindMachine(name) is not { } machine)
        {
            problems.Add(Problem("machine", "host-machine", $"{Name(build)} has no machine type {name}.{NearestMachine(name, build)}"));
            return;
        }
        if ((spec.Smp?.Maxcpus ?? spec.Smp?.Cpus) is { } cpus && cpus > machine.MaxCpus)
        {
            problems.Add(Problem("smp", "host-cpus", $"The machine type {name} has at most {machine.MaxCpus} CPUs in {Name(build)}, not {cpus}."));
        }
    }

    // Of a board in a version that is not there, the newest is meant, which is the one that has the short name too.
    private static string NearestMachine(string name, QemuBuild build)
    {
        var board = name[..(name.LastIndexOf('-') + 1)];
        var newest = build.Machines.FirstOrDefault(machine => machine.Alias is not null && board.Length > 0 && machine.Name.StartsWith(board, StringComparison.Ordinal));
        return newest is null
            ? Suggestion.Sentence(name, build.Machines.SelectMany(static machine => machine.Alias is { } alias ? (string[])[machine.Name, alias] : [machine.Name]))
            : $" Its newest of that board is {newest.Name}.";
    }

    private static async Task CheckCpuAsync(MachineSpec spec, QemuBuild build, List<SpecProblem> problems, CancellationToken cancel)
    {
        // Every build has these two; for the others it is worth looking.
        if (spec.Cpu?.Model is not { } model || model is "host" or "max")
            return;
        var models = await build.GetCpusAsync(cancel).ConfigureAwait(false);
        if (!models.Any(cpu => cpu.Name == model))
        {
            problems.Add(Problem("cpu.model", "host-cpu",
                $"{Name(build)} has no CPU model {model}.{Suggestion.Sentence(model, models.Select(static cpu => cpu.Name))}"));
        }
    }

    private static async Task CheckDevicesAsync(CommandLine line, QemuBuild build, List<SpecProblem> problems, CancellationToken cancel)
    {
        var types = await build.GetDevicesAsync(line.Devices.Select(static device => device.Driver), cancel).ConfigureAwait(false);
        foreach (var device in line.Devices)
        {
            var type = types[device.Driver];
            if (!type.Exists)
            {
                var names = await build.GetDeviceTypesAsync(cancel).ConfigureAwait(false);
                problems.Add(Problem(device.Path, "host-device", $"{Name(build)} has no device {device.Driver}.{Suggestion.Sentence(device.Driver, names)}"));
            }
            else if (type.Problem is { } words)
            {
                problems.Add(Problem(device.Path, "host-device",
                    $"{Name(build)} cannot use its device {device.Driver}: {words}. A package with QEMU's modules may be missing."));
            }
            else
            {
                problems.AddRange(
                    from property in device.Properties
                    where !type.Properties.ContainsKey(property)
                    select Problem(device.Path, "host-property",
                        $"The device {device.Driver} of {Name(build)} has no property {property}.{Suggestion.Sentence(property, type.Properties.Keys)}"));
            }
        }
    }

    private static string Name(QemuBuild build) => $"QEMU {build.Version}";

    private static SpecProblem Problem(string path, string rule, string message) => new(path, message) { Rule = rule };
}
