using System.Runtime.InteropServices;
using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>What is known about each <see cref="GuestArchitecture"/>.</summary>
public static class GuestArchitectures
{
    internal static WordShape<GuestArchitecture> Shape { get; } = new(
        new(GuestArchitecture.X64, "x86_64"),
        new(GuestArchitecture.I386, "i386"),
        new(GuestArchitecture.Aarch64, "aarch64"),
        new(GuestArchitecture.Arm, "arm"),
        new(GuestArchitecture.Riscv64, "riscv64"),
        new(GuestArchitecture.S390x, "s390x"));

    /// <summary>The architecture of this host; x86_64 where QEMU has none of that name.</summary>
    public static GuestArchitecture Host { get; } = RuntimeInformation.OSArchitecture switch
    {
        Architecture.X86 => GuestArchitecture.I386,
        Architecture.Arm64 => GuestArchitecture.Aarch64,
        Architecture.Arm or Architecture.Armv6 => GuestArchitecture.Arm,
        Architecture.RiscV64 => GuestArchitecture.Riscv64,
        Architecture.S390x => GuestArchitecture.S390x,
        _ => GuestArchitecture.X64,
    };

    extension(GuestArchitecture architecture)
    {
        /// <summary>QEMU's name of it: the end of <c>qemu-system-x86_64</c>.</summary>
        public string QemuName => Shape.WordOf(architecture);

        internal bool IsX86 => architecture is GuestArchitecture.X64 or GuestArchitecture.I386;
    }
}
