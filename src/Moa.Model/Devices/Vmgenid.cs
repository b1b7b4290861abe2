using Moa.Model.CommandLines;
using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>
/// Tells the guest that it is not the machine it was: its id changes when a saved state is restored or cloned, and
/// the guest's kernel mixes it into its random numbers (hw/acpi/vmgenid.c). One in a machine, which has ACPI.
/// </summary>
public sealed record Vmgenid : Device
{
    /// <summary>The id of this generation. QEMU's default: a random one at every start.</summary>
    public Guid? Guid { get; init; }

    internal static RecordShape<Vmgenid> Shape { get; } = new(
        "vmgenid", "Tells the guest that it is not the machine it was, when a saved state is restored or cloned.", () => new(),
        table => table
            .Uuid("guid", x => x.Guid, (x, v) => x with { Guid = v },
                "The id of this generation; a random one at every start when not said.")
            .AnyMembers());

    internal override void Write(CommandLineWriter line, Place place) => line.Device("vmgenid", place, Shape.Options(this));
}
