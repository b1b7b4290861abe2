using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>The table of boards.</summary>
internal static class MachineTypes
{
    public static UnionShape<MachineType> Shape { get; } = new UnionShape<MachineType>("machine")
        .Case(Q35Machine.Shape)
        .Case(PcMachine.Shape)
        .Case(MicrovmMachine.Shape)
        .Case(VirtMachine.Shape)
        .Case(S390CcwMachine.Shape);
}
