namespace Moa.Model;

/// <summary>A file that the guest reads through QEMU's firmware configuration device (<c>-fw_cfg</c>).</summary>
public abstract record FwCfg
{
    /// <summary>
    /// The name under which the guest finds it, at most 55 bytes; begins with <c>opt/</c>, as QEMU asks.
    /// </summary>
    public required string Name { get; init; }

    internal abstract void Write(CommandLineWriter line);
}
