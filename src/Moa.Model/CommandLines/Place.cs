namespace Moa.Model.CommandLines;

/// <summary>A part of a spec that becomes options: where it is, and the id that its options start from.</summary>
/// <param name="Path">The path in the spec, for problems.</param>
/// <param name="Id">The id.</param>
internal readonly record struct Place(string Path, string Id)
{
    /// <summary>A member of this place, whose id is this one's with a suffix.</summary>
    public Place Member(string name, string suffix) => new($"{Path}.{name}", Id + suffix);

    /// <summary>The same place with the id that its owner chose, if any.</summary>
    public Place WithId(string? id) => id is null ? this : this with { Id = id };
}
