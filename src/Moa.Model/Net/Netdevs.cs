using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>The table of network backends.</summary>
internal static class Netdevs
{
    public static UnionShape<Netdev> Shape { get; } = new UnionShape<Netdev>("netdev")
        .Case(UserNetdev.Shape);
}
