namespace Moa.Probing;

/// <summary>One entry of <c>query-qmp-schema</c> (QAPI union <c>SchemaInfo</c>, module <c>introspect</c>).</summary>
internal sealed class SchemaType
{
    /// <summary>A command's or event's name; for types a number that means something within this schema only.</summary>
    public string Name { get; set; } = "";

    /// <summary>QEMU's <c>meta-type</c>: builtin, enum, array, object, alternate, command or event.</summary>
    public string Kind { get; set; } = "";

    /// <summary>The type of a command's or event's arguments.</summary>
    public string? Argument { get; set; }

    /// <summary>The type of a command's return value.</summary>
    public string? Return { get; set; }

    /// <summary>The type of an array's elements.</summary>
    public string? Element { get; set; }

    /// <summary>The members of an object, the values of an enumeration, or the alternatives of an alternate (without names).</summary>
    public List<SchemaMember> Members { get; } = [];

    /// <summary>The branches of a union: the value of its tag, and the type that goes with it.</summary>
    public List<SchemaMember> Variants { get; } = [];

    /// <summary>Special features, such as <c>deprecated</c>.</summary>
    public List<string> Features { get; } = [];
}
