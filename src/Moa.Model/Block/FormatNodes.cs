using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>The table of image formats.</summary>
internal static class FormatNodes
{
    public static UnionShape<FormatNode> Shape { get; } = new UnionShape<FormatNode>("image format")
        .Case(RawNode.Shape)
        .Case(Qcow2Node.Shape);
}
