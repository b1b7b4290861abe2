using System.Text.Json.Nodes;
using Moa.Model.Reading;

namespace Moa.Model.Shapes;

/// <summary>
/// How values of one type are read from a spec, written to it, checked and described. Values go as objects: generic
/// code over many small types would have to be compiled whenever a command line is written.
/// </summary>
internal abstract class Shape
{
    /// <summary>
    /// Stands in for a value that must be there and could not be read, so that the reader finds the next mistake.
    /// </summary>
    public abstract object Blank { get; }

    /// <summary>Reads a value; when it cannot, adds problems and returns null.</summary>
    public abstract object? Read(SpecNode node, SpecReading reading);

    /// <summary>The value as it stands in a JSON spec, and in an option of QEMU.</summary>
    public abstract JsonNode ToJson(object value);

    /// <summary>Adds what is wrong with the value.</summary>
    public virtual void Check(object value, SpecCheck check)
    {
    }

    /// <summary>The JSON Schema of the values.</summary>
    public abstract JsonObject Schema(SchemaDefinitions definitions);

    /// <summary>The value with its names of host files replaced. The path is that of the value in the spec.</summary>
    public virtual object MapFiles(object value, string path, FileMap map) => value;
}
