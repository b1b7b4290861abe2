using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>The table of character devices.</summary>
internal static class Chardevs
{
    public static UnionShape<Chardev> Shape { get; } = new UnionShape<Chardev>("chardev")
        .Case(NullChardev.Shape)
        .Case(StdioChardev.Shape)
        .Case(FileChardev.Shape)
        .Case(UnixServerChardev.Shape)
        .Case(UnixClientChardev.Shape)
        .Case(DescriptorChardev.Shape);
}
