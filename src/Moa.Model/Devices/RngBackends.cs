using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>The table of sources of random numbers.</summary>
internal static class RngBackends
{
    public static UnionShape<RngBackend> Shape { get; } = new UnionShape<RngBackend>("rng")
        .Case(RngBuiltin.Shape)
        .Case(RngRandom.Shape);
}
