using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace Moa.Model.Shapes;

internal sealed partial class RecordShape<T>
{
    private const string SameName = "\0";

    /// <summary>
    /// Adds a member that a spec must say. The option is the member's name in QEMU's option, where it is another one;
    /// null when code writes it.
    /// </summary>
    public RecordShape<T> Required<TValue>(
        string name, Func<T, TValue> get, Func<T, TValue, T> set, Shape<TValue> shape, string doc, string? option = SameName)
    {
        bool Get(T record, [MaybeNullWhen(false)] out TValue value) => (value = get(record)) is not null;
        return Add(name, Get, set, shape, doc, option, isRequired: true, byDefault: null);
    }

    /// <summary>Adds a member of which null says nothing.</summary>
    public RecordShape<T> Member<TValue>(
        string name, Func<T, TValue?> get, Func<T, TValue, T> set, Shape<TValue> shape, string doc,
        TValue? byDefault = null, string? option = SameName)
        where TValue : struct
    {
        bool Get(T record, out TValue value)
        {
            var said = get(record);
            value = said.GetValueOrDefault();
            return said.HasValue;
        }
        var json = byDefault is { } value ? shape.ToJson(value) : null;
        return Add(name, Get, set, shape, doc, option, isRequired: false, json);
    }

    /// <summary>Adds a member of which null says nothing.</summary>
    public RecordShape<T> Member<TValue>(
        string name, Func<T, TValue?> get, Func<T, TValue, T> set, Shape<TValue> shape, string doc,
        TValue? byDefault = null, string? option = SameName)
        where TValue : class
    {
        bool Get(T record, [MaybeNullWhen(false)] out TValue value) => (value = get(record)) is not null;
        var json = byDefault is null ? null : shape.ToJson(byDefault);
        return Add(name, Get, set, shape, doc, option, isRequired: false, json);
    }

    /// <summary>Adds a list of which the empty one says nothing.</summary>
    public RecordShape<T> List<TValue>(
        string name, Func<T, ValueList<TValue>> get, Func<T, ValueList<TValue>, T> set, Shape<TValue> item, string doc,
        string? option = SameName)
    {
        bool Get(T record, [MaybeNullWhen(false)] out ValueList<TValue> value) => (value = get(record)) is { Count: > 0 };
        return Add(name, Get, set, new ListShape<TValue>(item), doc, option, isRequired: false, byDefault: null);
    }

    /// <summary>A value standing alone is this member's, as the first part of an option of QEMU often is.</summary>
    public RecordShape<T> Implied(string name)
    {
        implied = name;
        return this;
    }

    /// <summary>Adds a rule about several members.</summary>
    public RecordShape<T> Rule(string name, string sentence, Action<T, SpecCheck> check)
    {
        rules.Add(new Rule<T>(name, sentence, check));
        return this;
    }

    private RecordShape<T> Add<TValue>(
        string name, ShapedMember<T, TValue>.Getter get, Func<T, TValue, T> set, Shape<TValue> shape, string doc,
        string? option, bool isRequired, JsonNode? byDefault)
    {
        members.Add(new ShapedMember<T, TValue>(name, get, set, shape, doc)
        {
            IsRequired = isRequired,
            Default = byDefault,
            Option = option == SameName ? name : option,
        });
        return this;
    }
}
