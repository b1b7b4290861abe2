namespace Moa.Model;

/// <summary>The processor architecture of a guest: what stands after <c>qemu-system-</c>.</summary>
public enum GuestArchitecture
{
    /// <summary>64-bit x86.</summary>
    X64,

    /// <summary>32-bit x86.</summary>
    I386,

    /// <summary>64-bit ARM.</summary>
    Aarch64,

    /// <summary>32-bit ARM.</summary>
    Arm,

    /// <summary>64-bit RISC-V.</summary>
    Riscv64,

    /// <summary>IBM Z.</summary>
    S390x,
}
