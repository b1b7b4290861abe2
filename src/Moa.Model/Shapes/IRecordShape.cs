using System.Text.Json.Nodes;
using Moa.Model.Reading;

namespace Moa.Model.Shapes;

/// <summary>What a <see cref="UnionShape{T}"/> knows of the records it is made of.</summary>
internal interface IRecordShape
{
    /// <summary>What the record is called in a spec.</summary>
    string Name { get; }

    /// <summary>True when there is a member that must be said.</summary>
    bool HasRequired { get; }

    /// <summary>True when the value is such a record.</summary>
    bool Matches(object value);

    /// <summary>True when it has a member of this name.</summary>
    bool HasMember(string name);

    /// <summary>
    /// Reads the members. The title is what the record is called in messages; the discriminator is the key that chose
    /// it among others.
    /// </summary>
    object Read(MapNode map, SpecReading reading, string title, string? discriminator);

    /// <summary>The schema of a value standing alone, for a record with an implied member.</summary>
    JsonObject ImpliedSchema(SchemaDefinitions definitions);

    /// <summary>The schema of the map itself.</summary>
    JsonObject Definition(SchemaDefinitions definitions);
}
