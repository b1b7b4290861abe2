using System.Text.Json.Nodes;
using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>A PC of 1996, with PCI (hw/i386/pc_piix.c).</summary>
public sealed record PcMachine : PcFamilyMachine
{
    internal static RecordShape<PcMachine> Shape { get; } = new(
        "pc", "A PC of 1996, with PCI.", () => new(), table => table.PcMembers());

    private protected override string NewestName => "pc";

    private protected override string VersionedName => "pc-i440fx";

    internal override JsonObject Options() => Shape.Options(this);
}
