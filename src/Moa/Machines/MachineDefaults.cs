using Moa.Model;

namespace Moa.Machines;

/// <summary>What a machine has where its spec says nothing.</summary>
public static class MachineDefaults
{
    /// <summary>The built-in image.</summary>
    public const string Image = "tiny";

    /// <summary>256 MiB.</summary>
    public static ByteSize Memory { get; } = ByteSize.FromMebibytes(256);

    /// <summary>How long a guest may take until its agent answers: 60 seconds.</summary>
    public static TimeSpan BootTimeout { get; } = TimeSpan.FromSeconds(60);

    /// <summary>A network card behind address translation: the guest reaches what the host reaches.</summary>
    /// <param name="forwards">Ports of the host that lead into the guest.</param>
    public static Device Network(IReadOnlyList<HostForward> forwards) =>
        new VirtioNet { Netdev = new UserNetdev { Hostfwd = [.. forwards] } };

    /// <summary>The spec with memory, and with entropy for a guest that would wait for it.</summary>
    internal static MachineSpec Apply(MachineSpec spec) => spec with
    {
        Machine = spec.Machine ?? (spec.EffectiveArch is GuestArchitecture.X64 ? new Q35Machine() : null),
        Memory = spec.Memory ?? new Memory { Size = Memory },
        Devices = spec.Devices.Any(static device => device is VirtioRng)
            ? spec.Devices
            : [.. spec.Devices, new VirtioRng { Rng = new RngRandom() }],
    };
}
