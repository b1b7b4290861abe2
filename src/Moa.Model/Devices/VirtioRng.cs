using Moa.Model.CommandLines;
using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>A source of random numbers for the guest's kernel (hw/virtio/virtio-rng.c).</summary>
public sealed record VirtioRng : VirtioDevice
{
    /// <summary>Where they come from. QEMU's default: rng-builtin.</summary>
    public RngBackend? Rng { get; init; }

    /// <summary>How many bytes the guest can have in a period. QEMU's default: no limit.</summary>
    public long? MaxBytes { get; init; }

    /// <summary>The length of a period in milliseconds. QEMU's default: 65536.</summary>
    public int? PeriodMilliseconds { get; init; }

    internal static RecordShape<VirtioRng> Shape { get; } = new(
        "virtio-rng", "A source of random numbers for the guest's kernel.", () => new(),
        table => table
            .Member("rng", x => x.Rng, (x, v) => x with { Rng = v }, RngBackends.Shape, "Where they come from.",
                new RngBuiltin(), option: null)
            .Number("max-bytes", x => x.MaxBytes, (x, v) => x with { MaxBytes = v }, 1, long.MaxValue,
                "How many bytes the guest can have in a period.")
            .Number("period", x => x.PeriodMilliseconds, (x, v) => x with { PeriodMilliseconds = v }, 1, int.MaxValue,
                "The length of a period in milliseconds.", 65536)
            .VirtioMembers());

    internal override void Write(CommandLineWriter line, Place place)
    {
        var properties = Shape.Options(this);
        if (Rng is not null)
        {
            var source = place.Member("rng", ".rng");
            properties.Insert(0, "rng", line.TakeId(IdSpace.Object, source));
            Rng.Write(line, source.Id);
        }
        line.VirtioDevice("virtio-rng", place, properties);
    }
}
