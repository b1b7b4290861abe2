using System.Text.Json.Nodes;
using Moa.Model.Reading;

namespace Moa.Model.Shapes;

/// <summary>A shape that is found when it is used: for types that contain themselves.</summary>
internal sealed class LateShape<T>(Func<Shape<T>> find) : Shape<T>
{
    public override T Blank => find().Blank;

    public override T Read(SpecNode node, SpecReading reading) => find().Read(node, reading);

    public override JsonNode ToJson(T value) => find().ToJson(value);

    public override void Check(T value, SpecCheck check) => find().Check(value, check);

    public override JsonObject Schema(SchemaDefinitions definitions) => find().Schema(definitions);

    public override T MapPaths(T value, Func<string, string> map) => find().MapPaths(value, map);
}
