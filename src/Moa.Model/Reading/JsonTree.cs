using System.Text;
using System.Text.Json;

namespace Moa.Model.Reading;

/// <summary>Makes the tree of a JSON text.</summary>
internal ref struct JsonTree
{
    private readonly SpecReading reading;
    private Utf8JsonReader json;
    private TextPosition position;

    private JsonTree(byte[] text, SpecReading reading)
    {
        this.reading = reading;
        json = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = SpecLimits.Depth });
        position = new TextPosition(text);
    }

    /// <summary>The tree of the text's one value.</summary>
    /// <exception cref="SpecTreeException">The text is not JSON, or more than a spec can be.</exception>
    public static SpecNode Parse(string text, SpecReading reading)
    {
        SpecLimits.CheckLength(text);
        var bytes = Encoding.UTF8.GetBytes(text.TrimStart('\uFEFF'));
        var tree = new JsonTree(bytes, reading);
        try
        {
            tree.json.Read();
            var root = tree.Node("");
            tree.json.Read();
            return root;
        }
        catch (JsonException e)
        {
            var (line, column) = ((int)(e.LineNumber ?? 0) + 1, (int)(e.BytePositionInLine ?? 0) + 1);
            var reason = e.Message.Split(" LineNumber:", 2)[0];
            throw new SpecTreeException($"This is not JSON: {reason}", line, column);
        }
    }

    private SpecNode Node(string path)
    {
        var (line, column) = position.MoveTo((int)json.TokenStartIndex);
        SpecNode node = json.TokenType switch
        {
            JsonTokenType.StartObject => Map(path, line, column),
            JsonTokenType.StartArray => List(path, line, column),
            JsonTokenType.String => new ScalarNode(path, line, column, Text(path, line, column), ScalarStyle.Text),
            JsonTokenType.Number => new ScalarNode(path, line, column, Raw(), ScalarStyle.Number),
            JsonTokenType.Null => new ScalarNode(path, line, column, "", ScalarStyle.Null),
            _ => new ScalarNode(path, line, column, Raw(), ScalarStyle.Flag),
        };
        reading.Add(node);
        return node;
    }

    private MapNode Map(string path, int line, int column)
    {
        var entries = new Dictionary<string, MapEntry>();
        while (json.Read() && json.TokenType != JsonTokenType.EndObject)
        {
            var (keyLine, keyColumn) = position.MoveTo((int)json.TokenStartIndex);
            var name = Text(path, keyLine, keyColumn);
            var key = new ScalarNode(SpecPath.Member(path, name), keyLine, keyColumn, name, ScalarStyle.Text);
            json.Read();
            if (!entries.TryAdd(name, new MapEntry(key, Node(key.Path))))
                reading.Problem(key, $"{SpecText.Quote(name)} was said before, in line {entries[name].Key.Line}.");
        }
        return new MapNode(path, line, column, [.. entries.Values]);
    }

    private ListNode List(string path, int line, int column)
    {
        var items = new List<SpecNode>();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
            items.Add(Node(SpecPath.Item(path, items.Count)));
        return new ListNode(path, line, column, items);
    }

    private readonly string Raw() => Encoding.UTF8.GetString(json.ValueSpan);

    private readonly string Text(string path, int line, int column)
    {
        try
        {
            return json.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // An escape for half of a surrogate pair: JSON allows to write it, no string can hold it.
            throw new SpecTreeException($"The text{(path.Length == 0 ? "" : $" of {path}")} is no valid Unicode.", line, column);
        }
    }
}
