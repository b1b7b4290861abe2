namespace Moa.Probing;

/// <summary>What <see cref="HostReport"/> looks at.</summary>
public sealed record HostReportOptions
{
    /// <summary>The data folder (<c>MOA_HOME</c>).</summary>
    public required string Home { get; init; }

    /// <summary>The folder for sockets (<c>MOA_RUNTIME</c>).</summary>
    public required string Runtime { get; init; }

    /// <summary>The folder for what is known of QEMU builds.</summary>
    public required string Cache { get; init; }

    /// <summary>The QEMU to use, as for <see cref="QemuFinder.Find"/>. Default: searched for.</summary>
    public string? Qemu { get; init; }

    /// <summary>The guests' architecture, in QEMU's words. Default: the host's.</summary>
    public string? Architecture { get; init; }
}
