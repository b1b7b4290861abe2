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
    public Task<AcceleratorVerdict> TryAcceleratorAsync(
        string accelerator, bool again = false, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(accelerator);
        return WithoutTrial(accelerator, again) is { } verdict
            ? Task.FromResult(verdict)
            : TryKvmAsync(cancellationToken);
    }

    // The trial guest wants a 64-bit processor and the devices of a PC.
    private QemuMachine? TrialMachine => Architecture == "x86_64" ? FindMachine("q35") ?? FindMachine("pc") : null;

    /// <summary>The verdict where it takes no trial, or one that is kept; else null.</summary>
    private AcceleratorVerdict? WithoutTrial(string accelerator, bool again)
    {
        if (!Accelerators.Contains(accelerator))
            return new AcceleratorVerdict(accelerator, AcceleratorState.Fails, $"this QEMU was built without {accelerator}");
        if (accelerator == Tcg)
            return new AcceleratorVerdict(Tcg, AcceleratorState.Works, "emulation, which needs nothing of the host");
        if (accelerator != Kvm)
            return new AcceleratorVerdict(accelerator, AcceleratorState.Unverified, "Moa does not try this accelerator");
        if (!QemuTarget.RunsOnKvm(Architecture))
            return new AcceleratorVerdict(Kvm, AcceleratorState.Fails, $"KVM on this host runs {QemuTarget.Host} guests, not {Architecture}");
        if (KvmDevice.Try() is ({ } problem, var remedy))
            return new AcceleratorVerdict(Kvm, AcceleratorState.Fails, problem, Remedy: remedy);
        if (TrialMachine is null)
            return new AcceleratorVerdict(Kvm, AcceleratorState.Unverified, $"{KvmDevice.Path} opens, and there is no trial guest for {Architecture}", HostCpu: true);
        return !again && KvmTrial.TryParse(_cache.Read(KvmFile)) is { } kept && kept.Host == KvmDevice.Identity() ? kept.ToVerdict() : null;
    }

    private async Task<AcceleratorVerdict> TryKvmAsync(CancellationToken cancel)
    {
        var host = KvmDevice.Identity();
        var trial = new AcceleratorTrial(Path, _runtimeFolder, TrialMachine!.Name, _cache.Shared("trial-guest.rom", TrialGuest.Rom()));
        var hostCpu = await trial.RunAsync(Kvm, "host", cancel).ConfigureAwait(false);
        var plain = hostCpu is null ? null : await trial.RunAsync(Kvm, null, cancel).ConfigureAwait(false);
        var outcome = new KvmTrial(host, KvmDevice.ModuleName(), hostCpu, plain);
        _cache.Write(KvmFile, outcome.ToBytes());
        return outcome.ToVerdict();
    }
}
