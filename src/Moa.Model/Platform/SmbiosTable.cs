namespace Moa.Model;

/// <summary>What the machine says about itself in one SMBIOS table (QEMU's <c>-smbios</c>); x86 and ARM.</summary>
public abstract record SmbiosTable
{
    internal abstract void Write(CommandLineWriter line);
}
