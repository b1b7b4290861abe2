using System.Text.Json.Nodes;
using Moa.Model.Reading;

namespace Moa.Model.Shapes;

/// <summary>A list of values of one shape.</summary>
internal sealed class ListShape<T>(Shape<T> item) : Shape<ValueList<T>>
    where T : class
{
    public override object Blank => ValueList<T>.Empty;

    public override object? Read(SpecNode node, SpecReading reading)
    {
        if (node is not ListNode list)
            return reading.Unread(node, $"This must be a list, but it is {node.Kind}.");
        var items = new T[list.Items.Count];
        for (var i = 0; i < items.Length; i++)
            items[i] = (T)(item.Read(list.Items[i], reading) ?? item.Blank);
        return new ValueList<T>(items);
    }

    public override JsonNode ToJson(object value)
    {
        var json = new JsonArray();
        foreach (var each in (ValueList<T>)value)
            json.Add(item.ToJson(each));
        return json;
    }

    public override void Check(object value, SpecCheck check)
    {
        var list = (ValueList<T>)value;
        for (var i = 0; i < list.Count; i++)
        {
            if (list[i] is null)
                check.Item(i).Under(SpecRules.Required).Problem("It is null.");
            else
                item.Check(list[i], check.Item(i));
        }
    }

    public override JsonObject Schema(SchemaDefinitions definitions) =>
        new() { ["type"] = "array", ["items"] = item.Schema(definitions) };

    public override object MapFiles(object value, string path, FileMap map)
    {
        var list = (ValueList<T>)value;
        var items = new T[list.Count];
        for (var i = 0; i < items.Length; i++)
            items[i] = (T)item.MapFiles(list[i], SpecPath.Item(path, i), map);
        return new ValueList<T>(items);
    }
}
