using System.Text.Json.Nodes;
using Moa.Model.Reading;

namespace Moa.Model.Shapes;

/// <summary>How values of one type are read from a spec, written to it, checked and described.</summary>
/// <typeparam name="T">The type of the values.</typeparam>
internal abstract class Shape<T>
{
    /// <summary>Stands in for a value that could not be read, so that the reader goes on to the next mistake.</summary>
    public abstract T Blank { get; }

    /// <summary>Reads a value; when it cannot, adds problems and returns <see cref="Blank"/>.</summary>
    public abstract T Read(SpecNode node, SpecReading reading);

    /// <summary>The value as it stands in a JSON spec, and in an option of QEMU that takes JSON.</summary>
    public abstract JsonNode ToJson(T value);

    /// <summary>Adds what is wrong with the value.</summary>
    public virtual void Check(T value, SpecCheck check)
    {
    }

    /// <summary>The JSON Schema of the values.</summary>
    public abstract JsonObject Schema(SchemaDefinitions definitions);

    /// <summary>The value with every path of a host file in it replaced.</summary>
    public virtual T MapPaths(T value, Func<string, string> map) => value;
}
