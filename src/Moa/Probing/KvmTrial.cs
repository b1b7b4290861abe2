using System.Text;

namespace Moa.Probing;

/// <summary>How trying KVM went.</summary>
/// <param name="Host">What the outcome depends on beside the build; see <see cref="KvmDevice.Identity"/>.</param>
/// <param name="Module">The module behind KVM where it is an unusual one, for people.</param>
/// <param name="HostCpuProblem">What went wrong with the host's own CPU; null when a guest ran on it.</param>
/// <param name="Problem">What went wrong with the machine's default CPU; null when a guest ran, there or on the host's.</param>
internal sealed record KvmTrial(string Host, string Module, string? HostCpuProblem, string? Problem)
{
    /// <summary>The outcome as it is kept.</summary>
    public byte[] ToBytes() =>
        Encoding.UTF8.GetBytes($"{Host}\n{Module}\n{KeptLines.Clean(HostCpuProblem ?? "")}\n{KeptLines.Clean(Problem ?? "")}");

    /// <summary>Reads what <see cref="ToBytes"/> wrote; null where it is absent or something else.</summary>
    public static KvmTrial? TryParse(byte[]? kept) =>
        KeptLines.Split(kept) is [var host, var module, var hostCpu, var plain]
            ? new KvmTrial(host, module, KeptLines.NullIfEmpty(hostCpu), KeptLines.NullIfEmpty(plain))
            : null;

    /// <summary>What it means.</summary>
    public AcceleratorVerdict ToVerdict()
    {
        if (HostCpuProblem is null)
            return new AcceleratorVerdict("kvm", AcceleratorState.Works, "a trial guest ran under it, on the host's CPU model", HostCpu: true);
        if (Problem is null)
            return new AcceleratorVerdict("kvm", AcceleratorState.Works, $"a trial guest ran under it, but not with -cpu host: {HostCpuProblem}");
        return new AcceleratorVerdict(
            "kvm", AcceleratorState.Fails, $"the host's {Module} does not run ordinary guests: {Problem}",
            Remedy: "Nothing on this host mends that, so emulation is used. On a cloud machine, choose one with nested virtualization.");
    }
}
