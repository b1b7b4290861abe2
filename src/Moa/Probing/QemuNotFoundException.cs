namespace Moa.Probing;

/// <summary>There is no QEMU where it was looked for. Nothing was started.</summary>
public sealed class QemuNotFoundException : MoaException
{
    internal QemuNotFoundException(string problem, string architecture, string? installCommand)
        : base(installCommand is null
            ? $"{problem} Install QEMU 7.2 or later for {architecture} guests, or name it with --qemu or MOA_QEMU."
            : $"{problem} Install QEMU with:  {installCommand}")
    {
        Architecture = architecture;
        InstallCommand = installCommand;
    }

    /// <summary>The guest architecture that was looked for, in QEMU's words.</summary>
    public string Architecture { get; }

    /// <summary>The command that installs it on this distribution; null for one that is not known.</summary>
    public string? InstallCommand { get; }
}
