using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Moa.Model.Reading;

namespace Moa.Model.Shapes;

/// <summary>A member whose values have a shape.</summary>
internal sealed class ShapedMember<T, TValue>(
    string name, ShapedMember<T, TValue>.Getter get, Func<T, TValue, T> set, Shape<TValue> shape, string doc)
    : Member<T>(name, doc)
{
    /// <summary>Gets the value; false when it is not said.</summary>
    public delegate bool Getter(T record, [MaybeNullWhen(false)] out TValue value);

    /// <summary>What QEMU does when nothing is said, where that is a value.</summary>
    public JsonNode? Default { get; init; }

    public override T Read(T record, SpecNode node, SpecReading reading)
    {
        var value = shape.Read(node, reading);
        return reading.IsUnread(node.Path) ? record : set(record, value);
    }

    public override JsonNode? ToJson(T record) => get(record, out var value) ? shape.ToJson(value) : null;

    public override void Check(T record, SpecCheck check)
    {
        if (get(record, out var value))
            shape.Check(value, check.Member(Name));
        else if (IsRequired)
            check.Member(Name).Problem(SpecRules.RequiredMessage, SpecRules.Required);
    }

    public override JsonObject Schema(SchemaDefinitions definitions)
    {
        var schema = shape.Schema(definitions);
        schema["description"] = Doc;
        if (Default is not null)
            schema["default"] = Default.DeepClone();
        return schema;
    }

    public override T MapPaths(T record, Func<string, string> map) =>
        get(record, out var value) ? set(record, shape.MapPaths(value, map)) : record;
}
