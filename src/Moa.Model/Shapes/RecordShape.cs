using System.Text.Json.Nodes;
using Moa.Model.Reading;

namespace Moa.Model.Shapes;

/// <summary>
/// A record of the model: its members and rules, described once. Reading, writing, checking, the JSON Schema and the
/// option that it becomes all come from this table.
/// </summary>
/// <param name="name">What the record is called in a spec: the word of QEMU where there is one.</param>
/// <param name="doc">What it is: a sentence.</param>
/// <param name="blank">Makes a record that says as little as can be.</param>
internal sealed partial class RecordShape<T>(string name, string doc, Func<T> blank) : Shape<T>
    where T : class
{
    private readonly List<Member<T>> members = [];
    private readonly List<Rule<T>> rules = [];
    private string? implied;

    public string Name { get; } = name;

    public string Doc { get; } = doc;

    public IReadOnlyList<Member<T>> Members => members;

    public IReadOnlyList<Rule<T>> Rules => rules;

    public override T Blank => blank();

    public override T Read(SpecNode node, SpecReading reading)
    {
        if (node is MapNode map)
            return Read(map, reading, Name, discriminator: null);
        if (implied is not null && !node.SaysNothing)
            return members.First(member => member.Name == implied).Read(Blank, node, reading);
        reading.Unread(node, $"This must be a map ({Name}), but it is {node.Kind}.");
        return Blank;
    }

    /// <summary>
    /// Reads the members. The title is what the record is called in messages; the discriminator is the key that chose
    /// it among others.
    /// </summary>
    public T Read(MapNode map, SpecReading reading, string title, string? discriminator)
    {
        var record = Blank;
        foreach (var entry in map.Entries)
        {
            var name = entry.Key.Text;
            if (members.Find(member => member.Name == name) is { } member)
                record = entry.Value.SaysNothing ? record : member.Read(record, entry.Value, reading);
            else if (name != discriminator && !reading.IsFull)
                reading.Problem(entry.Key, UnknownMember(name, title));
        }
        foreach (var member in members.Where(member => member.IsRequired))
        {
            if (map.Find(member.Name) is not { Value.SaysNothing: false })
                reading.Missing(map, member.Name);
        }
        return record;
    }

    public override JsonNode ToJson(T value)
    {
        var json = new JsonObject();
        foreach (var member in members)
        {
            if (member.ToJson(value) is { } child)
                json[member.Name] = child;
        }
        return json;
    }

    /// <summary>What the members say under the names that QEMU's option has for them.</summary>
    public JsonObject Options(T value)
    {
        var options = new JsonObject();
        foreach (var member in members)
        {
            if (member.Option is not null && member.ToJson(value) is { } child)
                options[member.Option] = child;
        }
        return options;
    }

    public override void Check(T value, SpecCheck check)
    {
        foreach (var member in members)
            member.Check(value, check);
        foreach (var rule in rules)
            rule.Check(value, check);
    }

    public override T MapPaths(T value, Func<string, string> map) =>
        members.Aggregate(value, (record, member) => member.MapPaths(record, map));

    public override JsonObject Schema(SchemaDefinitions definitions)
    {
        var reference = definitions.Refer(Name, () => Definition(definitions));
        return implied is null ? reference : new JsonObject
        {
            ["anyOf"] = new JsonArray(ImpliedSchema(definitions), reference),
        };
    }

    /// <summary>The schema of a value standing alone.</summary>
    public JsonObject ImpliedSchema(SchemaDefinitions definitions) =>
        members.First(member => member.Name == implied).Schema(definitions);

    /// <summary>The schema of the map itself.</summary>
    public JsonObject Definition(SchemaDefinitions definitions)
    {
        var properties = new JsonObject();
        foreach (var member in members)
            properties[member.Name] = member.Schema(definitions);
        var schema = new JsonObject
        {
            ["description"] = Doc,
            ["type"] = "object",
            ["properties"] = properties,
            ["additionalProperties"] = false,
        };
        var required = members.Where(member => member.IsRequired).Select(member => (JsonNode?)member.Name).ToArray();
        if (required.Length > 0)
            schema["required"] = new JsonArray(required);
        return schema;
    }

    private string UnknownMember(string name, string title)
    {
        var names = members.Select(member => member.Name).ToArray();
        var near = Suggestion.Sentence(name, names);
        return near.Length > 0
            ? $"{SpecText.Quote(name)} is no member of {title}.{near}"
            : $"{SpecText.Quote(name)} is no member of {title}. It has: {string.Join(", ", names)}.";
    }
}
