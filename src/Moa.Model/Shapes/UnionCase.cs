using System.Text.Json.Nodes;
using Moa.Model.Reading;

namespace Moa.Model.Shapes;

/// <summary>One alternative of a <see cref="UnionShape{T}"/>.</summary>
internal abstract class UnionCase<T>
{
    public abstract string Name { get; }

    public abstract bool HasRequired { get; }

    public abstract T Blank { get; }

    public abstract bool Matches(T value);

    public abstract T Read(SpecNode node, SpecReading reading);

    public abstract T Read(MapNode map, SpecReading reading, string title, string discriminator);

    public abstract JsonNode ToJson(T value);

    public abstract void Check(T value, SpecCheck check);

    public abstract T MapPaths(T value, Func<string, string> map);

    public abstract JsonObject Definition(SchemaDefinitions definitions, string discriminator);

    public abstract JsonObject ImpliedSchema(SchemaDefinitions definitions);
}
