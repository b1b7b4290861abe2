using System.Text.Json.Nodes;
using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>SMBIOS table 1: the system. Its UUID is the machine's, see <see cref="MachineSpec.Uuid"/>.</summary>
public sealed record SmbiosSystem : SmbiosTable
{
    /// <summary>Who made the system. QEMU's default: QEMU.</summary>
    public string? Manufacturer { get; init; }

    /// <summary>What it is. QEMU's default: the machine's description.</summary>
    public string? Product { get; init; }

    /// <summary>Its version. QEMU's default: the machine type.</summary>
    public string? Version { get; init; }

    /// <summary>Its serial number.</summary>
    public string? Serial { get; init; }

    /// <summary>Its stock keeping unit.</summary>
    public string? Sku { get; init; }

    /// <summary>The family of products it belongs to.</summary>
    public string? Family { get; init; }

    internal static RecordShape<SmbiosSystem> Shape { get; } = new(
        "1", "SMBIOS table 1: the system.", () => new(),
        table => table
            .Member("manufacturer", x => x.Manufacturer, (x, v) => x with { Manufacturer = v }, Text.Any,
                "Who made the system.", "QEMU")
            .Member("product", x => x.Product, (x, v) => x with { Product = v }, Text.Any, "What it is.")
            .Member("version", x => x.Version, (x, v) => x with { Version = v }, Text.Any, "Its version.")
            .Member("serial", x => x.Serial, (x, v) => x with { Serial = v }, Text.Any, "Its serial number.")
            .Member("sku", x => x.Sku, (x, v) => x with { Sku = v }, Text.Any, "Its stock keeping unit.")
            .Member("family", x => x.Family, (x, v) => x with { Family = v }, Text.Any,
                "The family of products it belongs to."));

    internal override void Write(CommandLineWriter line)
    {
        var values = new JsonObject { ["type"] = 1L };
        Shape.AddOptions(values, this);
        line.Keyval("-smbios", null, values);
    }
}
