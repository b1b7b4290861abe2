namespace Moa.Model;

/// <summary>What the machine runs first. A spec without one leaves it to QEMU: SeaBIOS on x86.</summary>
public abstract record Firmware
{
    internal abstract void Write(CommandLineWriter line);
}
