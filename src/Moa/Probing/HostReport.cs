namespace Moa.Probing;

/// <summary>What a host offers to machines, what it lacks, and how to mend that. Pure data; nothing is changed.</summary>
public sealed class HostReport
{
    private HostReport(IReadOnlyList<HostFinding> findings) => Findings = findings;

    /// <summary>Everything that was looked at, the most important first.</summary>
    public IReadOnlyList<HostFinding> Findings { get; }

    /// <summary>The worst of the findings.</summary>
    public HostState State => Findings.Max(static finding => finding.State);

    /// <summary>
    /// Looks at the host. QEMU is started for a moment where it is not known yet, and a guest of a kilobyte is run to
    /// see whether KVM works. Cancelling ends both.
    /// </summary>
    public static async Task<HostReport> CreateAsync(HostReportOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        List<HostFinding> findings =
        [
            HostFacts.Kernel(),
            HostFacts.CLibrary(),
            .. await QemuFindings.CreateAsync(options, cancellationToken).ConfigureAwait(false),
            HostFacts.Memory(),
            HostFacts.Folder("data folder", options.Home, "MOA_HOME"),
            HostFacts.Folder("runtime folder", options.Runtime, "MOA_RUNTIME"),
            HostFacts.Tool("qemu-img", "disks are made and looked at with it"),
            HostFacts.Tool("xorriso", "cloud-init seeds are made with it"),
            HostFacts.ImageTools(),
            HostFacts.Device("vhost-vsock", "/dev/vhost-vsock", "sockets between host and guest (vsock)", "sudo modprobe vhost_vsock"),
            HostFacts.Device("tun", "/dev/net/tun", "network cards with a tap", "sudo modprobe tun"),
            new HostFinding("user namespaces", HostState.Ok, "not needed"),
        ];
        return new HostReport(findings);
    }
}
