using System.Text;

namespace Moa.Probing;

/// <summary>How trying an accelerator went, as it is kept.</summary>
/// <param name="Host">What the trial depends on beside the build; see <see cref="KvmDevice.Identity"/>.</param>
/// <param name="HostCpuProblem">What went wrong with the host's own CPU; null when a guest ran on it.</param>
/// <param name="Problem">What went wrong with the machine's default CPU; null when a guest ran, there or on the host's.</param>
internal sealed record AcceleratorRecord(string Host, string? HostCpuProblem, string? Problem)
{
    public byte[] ToBytes() =>
        Encoding.UTF8.GetBytes($"{Host}\n{KeptLines.Clean(HostCpuProblem ?? "")}\n{KeptLines.Clean(Problem ?? "")}");

    /// <summary>Reads what <see cref="ToBytes"/> wrote; null where it is absent or something else.</summary>
    public static AcceleratorRecord? TryParse(byte[]? kept) =>
        KeptLines.Split(kept) is [var host, var hostCpu, var plain]
            ? new AcceleratorRecord(host, KeptLines.NullIfEmpty(hostCpu), KeptLines.NullIfEmpty(plain))
            : null;
}
