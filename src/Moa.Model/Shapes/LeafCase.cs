using System.Text.Json.Nodes;
using Moa.Model.Reading;

namespace Moa.Model.Shapes;

/// <summary>The alternative that is a <typeparamref name="TLeaf"/>.</summary>
internal sealed class LeafCase<T, TLeaf>(RecordShape<TLeaf> shape) : UnionCase<T>
    where TLeaf : class, T
{
    public override string Name => shape.Name;

    public override bool HasRequired => shape.Members.Any(member => member.IsRequired);

    public override T Blank => shape.Blank;

    public override bool Matches(T value) => value is TLeaf;

    public override T Read(SpecNode node, SpecReading reading) => shape.Read(node, reading);

    public override T Read(MapNode map, SpecReading reading, string title, string discriminator) =>
        shape.Read(map, reading, title, discriminator);

    public override JsonNode ToJson(T value) => shape.ToJson((TLeaf)value!);

    public override void Check(T value, SpecCheck check) => shape.Check((TLeaf)value!, check);

    public override T MapPaths(T value, Func<string, string> map) => shape.MapPaths((TLeaf)value!, map);

    public override JsonObject Definition(SchemaDefinitions definitions, string discriminator)
    {
        var schema = shape.Definition(definitions);
        ((JsonObject)schema["properties"]!).Insert(0, discriminator, new JsonObject { ["const"] = Name });
        if (schema["required"] is JsonArray required)
            required.Insert(0, discriminator);
        else
            schema["required"] = new JsonArray(discriminator);
        return schema;
    }

    public override JsonObject ImpliedSchema(SchemaDefinitions definitions) => shape.ImpliedSchema(definitions);
}
