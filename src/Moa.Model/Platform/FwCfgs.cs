using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>The table of firmware configuration files.</summary>
internal static class FwCfgs
{
    public static UnionShape<FwCfg> Shape { get; } = new UnionShape<FwCfg>("fw-cfg")
        .Case(FwCfgString.Shape)
        .Case(FwCfgFile.Shape);
}
