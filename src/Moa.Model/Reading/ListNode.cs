namespace Moa.Model.Reading;

/// <summary>Values one after the other.</summary>
internal sealed record ListNode(string Path, int Line, int Column, IReadOnlyList<SpecNode> Items)
    : SpecNode(Path, Line, Column)
{
    public override string Kind => "a list";
}
