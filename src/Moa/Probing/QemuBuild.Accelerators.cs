using System.Runtime.InteropServices;

namespace Moa.Probing;

/// <content>Accelerators: which run guests, and which one a machine gets.</content>
public sealed partial class QemuBuild
{
    private const string Kvm = "kvm";
    private const string Tcg = "tcg";
    private const string KvmFile = "kvm";

    /// <summary>
    /// The accelerator for a machine: the one asked for, else KVM where it runs guests, else emulation (TCG).
    /// </summary>
    /// <param name="wanted">The accelerator in QEMU's words; null or <c>auto</c> to choose.</param>
    /// <param name="cancellationToken">Ends the trial of an accelerator that was not tried before.</param>
    /// <exception cref="AcceleratorUnavailableException">The one asked for does not run guests here, or none does.</exception>
    /// <exception cref="QemuProbeException">QEMU does not run any more, or does not answer as it should.</exception>
    public async Task<AcceleratorChoice> ChooseAcceleratorAsync(string? wanted = null, CancellationToken cancellationToken = default)
    {
        if (wanted is not (null or "auto"))
        {
            var asked = await TryAcceleratorAsync(wanted, cancellationToken: cancellationToken).ConfigureAwait(false);
            return asked.State == AcceleratorState.Fails
                ? throw new AcceleratorUnavailableException(
                    wanted, asked.Reason, wanted == Kvm ? "Use --accel tcg, or auto; moa doctor says more." : "moa doctor says more.")
                : new AcceleratorChoice(wanted, asked.HostCpu, $"{wanted} was asked for: {asked.Reason}.");
        }
        var kvm = await TryAcceleratorAsync(Kvm, cancellationToken: cancellationToken).ConfigureAwait(false);
        if (kvm.State != AcceleratorState.Fails)
            return new AcceleratorChoice(Kvm, kvm.HostCpu, $"KVM: {kvm.Reason}.");
        var tcg = await TryAcceleratorAsync(Tcg, cancellationToken: cancellationToken).ConfigureAwait(false);
        return tcg.State == AcceleratorState.Fails
            ? throw new AcceleratorUnavailableException("auto", $"{kvm.Reason}; {tcg.Reason}", "moa doctor says more.")
            : new AcceleratorChoice(Tcg, HostCpu: false, $"Emulation (TCG), because {kvm.Reason}.");
    }

    /// <summary>
    /// Whether an accelerator runs guests on this host. KVM is tried on x86 by running a guest of a kilobyte, which takes
    /// some milliseconds where it works and at most some seconds where it does not; the outcome is kept for this boot.
    /// </summary>
    /// <param name="accelerator">The accelerator, in QEMU's words.</param>
    /// <param name="again">True to try now, whatever is known from earlier.</param>
    /// <param name="cancellationToken">Ends the trial.</param>
    public async Task<AcceleratorVerdict> TryAcceleratorAsync(
        string accelerator, bool again = false, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(accelerator);
        if (!Accelerators.Contains(accelerator))
            return new AcceleratorVerdict(accelerator, AcceleratorState.Fails, $"this QEMU was built without {accelerator}");
        return accelerator switch
        {
            Kvm => await TryKvmAsync(again, cancellationToken).ConfigureAwait(false),
            Tcg => new AcceleratorVerdict(Tcg, AcceleratorState.Works, "emulation, which needs nothing of the host"),
            _ => new AcceleratorVerdict(accelerator, AcceleratorState.Unverified, "Moa does not try this accelerator"),
        };
    }

    private async Task<AcceleratorVerdict> TryKvmAsync(bool again, CancellationToken cancel)
    {
        if (!QemuTarget.RunsOnKvm(Architecture))
            return Fails($"KVM on this host runs {QemuTarget.Host} guests, not {Architecture}");
        if (KvmDevice.Try() is ({ } problem, var remedy))
            return Fails(problem, remedy);
        if (RuntimeInformation.OSArchitecture is not (System.Runtime.InteropServices.Architecture.X64 or System.Runtime.InteropServices.Architecture.X86))
            return new AcceleratorVerdict(Kvm, AcceleratorState.Unverified, $"{KvmDevice.Path} opens; guests are tried on x86 only", HostCpu: true);

        var host = KvmDevice.Identity();
        var record = again ? null : AcceleratorRecord.TryParse(_cache.Read(KvmFile));
        if (record?.Host != host)
        {
            record = await RunTrialsAsync(host, cancel).ConfigureAwait(false);
            _cache.Write(KvmFile, record.ToBytes());
        }
        if (record.HostCpuProblem is null)
            return new AcceleratorVerdict(Kvm, AcceleratorState.Works, "a guest ran under KVM, on the host's CPU model", HostCpu: true);
        if (record.Problem is null)
            return new AcceleratorVerdict(Kvm, AcceleratorState.Works, $"a guest ran under KVM, but not with -cpu host: {record.HostCpuProblem}");
        var module = KvmDevice.UnusualModule() is { } name ? $" ({name})" : "";
        return Fails(
            $"the host's KVM{module} does not run ordinary guests: {record.Problem}",
            "Nothing here mends that; emulation (TCG) is used. On a cloud machine, choose one with nested virtualization.");

        static AcceleratorVerdict Fails(string reason, string? remedy = null) => new(Kvm, AcceleratorState.Fails, reason, Remedy: remedy);
    }

    private async Task<AcceleratorRecord> RunTrialsAsync(string host, CancellationToken cancel)
    {
        var machine = FindMachine("q35") ?? FindMachine("pc") ?? Machines.First(static machine => machine.IsDefault);
        var trial = new AcceleratorTrial(Path, _runtimeFolder, machine.Name, _cache.Shared("trial-guest.rom", TrialGuest.Rom()));
        var hostCpu = await trial.RunAsync(Kvm, "host", cancel).ConfigureAwait(false);
        var plain = hostCpu is null ? null : await trial.RunAsync(Kvm, null, cancel).ConfigureAwait(false);
        return new AcceleratorRecord(host, hostCpu, plain);
    }
}
