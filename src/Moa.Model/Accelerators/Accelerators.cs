using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>The table of accelerators.</summary>
internal static class Accelerators
{
    public static UnionShape<Accelerator> Shape { get; } = new UnionShape<Accelerator>("accel")
        .Case(AutoAccelerator.Shape)
        .Case(KvmAccelerator.Shape)
        .Case(TcgAccelerator.Shape);
}
