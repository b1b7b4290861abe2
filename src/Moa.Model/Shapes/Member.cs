using System.Text.Json.Nodes;
using Moa.Model.Reading;

namespace Moa.Model.Shapes;

/// <summary>A member of a record: its name in a spec, what it means, and how to get at it.</summary>
/// <typeparam name="T">The record.</typeparam>
internal abstract class Member<T>(string name, string doc)
{
    /// <summary>The name in a spec.</summary>
    public string Name { get; } = name;

    /// <summary>What it means, with unit and default: a sentence or two.</summary>
    public string Doc { get; } = doc;

    /// <summary>True when a spec must say it.</summary>
    public bool IsRequired { get; init; }

    /// <summary>The name in the option of QEMU that the record becomes; null when code writes it.</summary>
    public string? Option { get; init; }

    /// <summary>The record with what the node says.</summary>
    public abstract T Read(T record, SpecNode node, SpecReading reading);

    /// <summary>The value; null when it is not said.</summary>
    public abstract JsonNode? ToJson(T record);

    /// <summary>Adds what is wrong with the value. The place is the record's.</summary>
    public abstract void Check(T record, SpecCheck check);

    /// <summary>The JSON Schema of the value.</summary>
    public abstract JsonObject Schema(SchemaDefinitions definitions);

    /// <summary>The record with the host paths of this member replaced.</summary>
    public abstract T MapPaths(T record, Func<string, string> map);
}
