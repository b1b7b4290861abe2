using System.Text.Json.Nodes;

namespace Moa.Model;

/// <summary>The board of a machine (QEMU's <c>-machine</c>). What is null is left to QEMU.</summary>
public abstract record MachineType
{
    /// <summary>True to leave the guest's memory in core dumps of QEMU. QEMU's default: true.</summary>
    public bool? DumpGuestCore { get; init; }

    /// <summary>True to let the host merge equal pages of memory. QEMU's default: true.</summary>
    public bool? MemMerge { get; init; }

    /// <summary>The name after <c>-machine</c>.</summary>
    internal abstract string QemuName { get; }

    internal abstract VirtioTransport Transport { get; }

    /// <summary>The architectures that have this board.</summary>
    internal abstract GuestArchitecture[] Architectures { get; }

    /// <summary>True when the architecture has this board.</summary>
    internal bool IsOf(GuestArchitecture architecture)
    {
        foreach (var each in Architectures)
        {
            if (each == architecture)
                return true;
        }
        return false;
    }

    /// <summary>What stands after the name.</summary>
    internal abstract JsonObject Options();

    /// <summary>The board of a spec that names none: q35 on x86, s390-ccw-virtio on s390x, virt elsewhere.</summary>
    internal static MachineType DefaultFor(GuestArchitecture architecture) => architecture switch
    {
        GuestArchitecture.X64 or GuestArchitecture.I386 => new Q35Machine(),
        GuestArchitecture.S390x => new S390CcwMachine(),
        _ => new VirtMachine(),
    };
}
