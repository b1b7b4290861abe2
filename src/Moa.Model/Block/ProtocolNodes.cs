using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>The table of places where images are.</summary>
internal static class ProtocolNodes
{
    public static UnionShape<ProtocolNode> Shape { get; } = new UnionShape<ProtocolNode>("image place")
        .Case(FileNode.Shape, isImplied: true);
}
