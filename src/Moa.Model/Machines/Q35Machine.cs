using System.Text.Json.Nodes;
using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>A PC with PCI Express (hw/i386/pc_q35.c).</summary>
public sealed record Q35Machine : PcFamilyMachine
{
    internal static RecordShape<Q35Machine> Shape { get; } = new(
        "q35", "A PC with PCI Express.", () => new(), table => table.PcMembers());

    private protected override string NewestName => "q35";

    private protected override string VersionedName => "pc-q35";

    internal override JsonObject Options() => Shape.Options(this);
}
