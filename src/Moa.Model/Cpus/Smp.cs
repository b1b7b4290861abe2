using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>
/// How many CPUs and how they are arranged (QEMU's <c>-smp</c>). Levels that are not said are 1, or what is needed to
/// make up the number.
/// </summary>
public sealed record Smp
{
    private const int Most = 4096;

    /// <summary>The CPUs that the guest starts with. QEMU's default: as many as it can have.</summary>
    public int? Cpus { get; init; }

    /// <summary>
    /// The CPUs that it can have with all that is plugged in. QEMU's default: the product of the levels.
    /// </summary>
    public int? Maxcpus { get; init; }

    /// <summary>Sockets on the board.</summary>
    public int? Sockets { get; init; }

    /// <summary>Dies in a socket; x86.</summary>
    public int? Dies { get; init; }

    /// <summary>Clusters in a die; ARM.</summary>
    public int? Clusters { get; init; }

    /// <summary>Cores in a cluster.</summary>
    public int? Cores { get; init; }

    /// <summary>Threads of a core.</summary>
    public int? Threads { get; init; }

    internal static RecordShape<Smp> Shape { get; } = new(
        "smp", "How many CPUs and how they are arranged.", () => new(),
        table => table
            .Number("cpus", x => x.Cpus, (x, v) => x with { Cpus = v }, 1, Most, "The CPUs that the guest starts with.",
                1)
            .Number("maxcpus", x => x.Maxcpus, (x, v) => x with { Maxcpus = v }, 1, Most,
                "The CPUs that it can have with all that is plugged in.")
            .Number("sockets", x => x.Sockets, (x, v) => x with { Sockets = v }, 1, Most, "Sockets on the board.")
            .Number("dies", x => x.Dies, (x, v) => x with { Dies = v }, 1, Most, "Dies in a socket; x86.")
            .Number("clusters", x => x.Clusters, (x, v) => x with { Clusters = v }, 1, Most, "Clusters in a die; ARM.")
            .Number("cores", x => x.Cores, (x, v) => x with { Cores = v }, 1, Most, "Cores in a cluster.")
            .Number("threads", x => x.Threads, (x, v) => x with { Threads = v }, 1, Most, "Threads of a core.")
            .Implied("cpus")
            .Rule("smp-maxcpus", "Maxcpus is not less than cpus.", (x, check) =>
            {
                if (x.Maxcpus < x.Cpus)
                    check.Member("maxcpus").Problem($"It must not be less than cpus, which is {x.Cpus}.");
            })
            .Rule("smp-product", "The product of the levels is maxcpus, or cpus where maxcpus is not said.", CheckProduct)
            .Rule("smp-levels", "Dies are a level of x86, clusters one of ARM.", (x, check) =>
            {
                var arch = check.Machine.EffectiveArch;
                if (x.Dies > 1 && !arch.IsX86)
                    check.Member("dies").Problem($"CPUs of {arch.QemuName} have no dies.");
                if (x.Clusters > 1 && arch is not (GuestArchitecture.Aarch64 or GuestArchitecture.Arm))
                    check.Member("clusters").Problem($"CPUs of {arch.QemuName} have no clusters.");
            }));

    internal void Write(CommandLineWriter line) => line.Keyval("-smp", null, Shape.Options(this));

    // QEMU fills in one of the levels that are not said, so that only a spec that says all three, or numbers that do
    // not divide, can be wrong (hw/core/machine-smp.c).
    private static void CheckProduct(Smp smp, SpecCheck check)
    {
        var said = (long)(smp.Sockets ?? 1) * (smp.Dies ?? 1) * (smp.Clusters ?? 1) * (smp.Cores ?? 1) * (smp.Threads ?? 1);
        if ((smp.Maxcpus ?? smp.Cpus) is not { } total)
            return;
        var isComplete = smp.Sockets is not null && smp.Cores is not null && smp.Threads is not null;
        if (isComplete ? said == total : total % said == 0)
            return;
        var name = smp.Maxcpus is null ? "cpus" : "maxcpus";
        check.Problem(
            isComplete
                ? $"sockets * dies * clusters * cores * threads is {said}, but {name} is {total}. They must be equal."
                : $"The levels that are said multiply to {said}, which does not divide {name}, {total}.");
    }
}
