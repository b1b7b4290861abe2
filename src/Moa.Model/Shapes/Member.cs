using System.Text.Json.Nodes;
using Moa.Model.Reading;

namespace Moa.Model.Shapes;

/// <summary>A member of a record: its name in a spec, what it means, and how to get at it.</summary>
/// <typeparam name="T">The record.</typeparam>
/// <param name="name">The name in a spec.</param>
/// <param name="get">Gets the value; null when it is not said.</param>
/// <param name="set">The record with another value.</param>
/// <param name="shape">The shape of the values.</param>
/// <param name="doc">What it means, with its unit: a sentence or two.</param>
internal sealed class Member<T>(string name, Func<T, object?> get, Func<T, object, T> set, Shape shape, string doc)
{
    public string Name { get; } = name;

    /// <summary>True when a spec must say it.</summary>
    public bool IsRequired { get; init; }

    /// <summary>The name in the option of QEMU that the record becomes; null when code writes it.</summary>
    public string? Option { get; init; }

    /// <summary>What QEMU does when nothing is said, where that is a value.</summary>
    public object? Default { get; init; }

    /// <summary>True when the value is a record with a member of this name.</summary>
    public bool HasMember(string name) => shape is IRecordShape record && record.HasMember(name);

    /// <summary>The record with what the node says.</summary>
    public T Read(T record, SpecNode node, SpecReading reading) =>
        shape.Read(node, reading) is { } value ? set(record, value) : record;

    /// <summary>The value; null when it is not said.</summary>
    public JsonNode? ToJson(T record) => get(record) is { } value ? shape.ToJson(value) : null;

    /// <summary>Adds what is wrong with the value. The place is the record's.</summary>
    public void Check(T record, SpecCheck check)
    {
        if (get(record) is { } value)
            shape.Check(value, check.Member(Name));
        else if (IsRequired)
            check.Member(Name).Under(SpecRules.Required).Problem(SpecRules.RequiredMessage);
    }

    /// <summary>The JSON Schema of the value.</summary>
    public JsonObject Schema(SchemaDefinitions definitions)
    {
        var schema = shape.Schema(definitions);
        schema["description"] = doc;
        if (Default is not null)
            schema["default"] = shape.ToJson(Default);
        return schema;
    }

    /// <summary>The record with the names of host files in this member replaced.</summary>
    public T MapFiles(T record, string path, FileMap map) =>
        get(record) is { } value ? set(record, shape.MapFiles(value, SpecPath.Member(path, Name), map)) : record;
}
