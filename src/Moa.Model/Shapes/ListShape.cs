using System.Text.Json.Nodes;
using Moa.Model.Reading;

namespace Moa.Model.Shapes;

/// <summary>A list of values of one shape. Where one value is expected to be common, it may stand alone.</summary>
internal sealed class ListShape<T>(Shape<T> item) : Shape<ValueList<T>>
{
    public override ValueList<T> Blank => ValueList<T>.Empty;

    public override ValueList<T> Read(SpecNode node, SpecReading reading)
    {
        if (node is ListNode list)
            return [.. list.Items.Select(child => item.Read(child, reading))];
        reading.Unread(node, $"This must be a list, but it is {node.Kind}.");
        return Blank;
    }

    public override JsonNode ToJson(ValueList<T> value) => new JsonArray([.. value.Select(item.ToJson)]);

    public override void Check(ValueList<T> value, SpecCheck check)
    {
        for (var i = 0; i < value.Count; i++)
        {
            if (value[i] is null)
                check.Item(i).Problem("It is null.");
            else
                item.Check(value[i], check.Item(i));
        }
    }

    public override JsonObject Schema(SchemaDefinitions definitions) =>
        new() { ["type"] = "array", ["items"] = item.Schema(definitions) };

    public override ValueList<T> MapPaths(ValueList<T> value, Func<string, string> map) =>
        [.. value.Select(each => item.MapPaths(each, map))];
}
