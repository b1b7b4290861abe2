namespace Moa.Model.Reading;

/// <summary>Values with names, each name once.</summary>
internal sealed record MapNode(string Path, int Line, int Column, IReadOnlyList<MapEntry> Entries)
    : SpecNode(Path, Line, Column)
{
    public override string Kind => "a map";

    /// <summary>The entry of this name, or null.</summary>
    public MapEntry? Find(string name) => Entries.FirstOrDefault(entry => entry.Key.Text == name);
}
