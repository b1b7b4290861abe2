namespace Moa.Model.Reading;

/// <summary>A piece of a spec's text, the same for YAML and JSON, that knows where it stands.</summary>
/// <param name="Path">Its path in the spec, as problems name it.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column, from 1.</param>
internal abstract record SpecNode(string Path, int Line, int Column)
{
    /// <summary>True for a value left empty or null, which says nothing.</summary>
    public virtual bool SaysNothing => false;

    /// <summary>What it is, for a message.</summary>
    public abstract string Kind { get; }
}
