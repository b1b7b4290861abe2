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
/// <param name="describe">Adds the members and rules, once they are asked for; null when there are none.</param>
internal sealed class RecordShape<T>(
    string name, string doc, Func<T> blank, Func<MemberTable<T>, MemberTable<T>>? describe = null) : Shape<T>, IRecordShape
    where T : class
{
    // A machine uses few of the types there are, and the tables of the others are never made.
    private readonly Lazy<MemberTable<T>> table = new(() => describe is null ? new() : describe(new()));

    public string Name { get; } = name;

    public bool HasRequired => Members.Exists(member => member.IsRequired);

    public override object Blank => blank();

    private List<Member<T>> Members => table.Value.Members;

    private List<Rule<T>> Rules => table.Value.Rules;

    private Member<T>? Implied => table.Value.ImpliedMember;

    public bool Matches(object value) => value is T;

    public bool HasMember(string name) => Members.Exists(member => member.Name == name);

    public override object? Read(SpecNode node, SpecReading reading)
    {
        if (node is MapNode map)
            return Read(map, reading, Name, discriminator: null);
        if (Implied is null || node.SaysNothing)
            return reading.Unread(node, $"This must be a map ({Name}), but it is {node.Kind}.");
        var record = Implied.Read(blank(), node, reading);
        return reading.IsUnread(node.Path) ? null : record;
    }

    public object Read(MapNode map, SpecReading reading, string title, string? discriminator)
    {
        var record = blank();
        foreach (var entry in map.Entries)
        {
            var name = entry.Key.Text;
            if (Members.Find(member => member.Name == name) is { } member)
                record = entry.Value.SaysNothing ? record : member.Read(record, entry.Value, reading);
            else if (name != discriminator && !reading.IsFull)
                reading.Problem(entry.Key, UnknownMember(name, title));
        }
        foreach (var member in Members)
        {
            if (member.IsRequired && map.Find(member.Name) is not { Value.SaysNothing: false })
                reading.Missing(map, member.Name);
        }
        return record;
    }

    public override JsonNode ToJson(object value)
    {
        var json = new JsonObject();
        foreach (var member in Members)
        {
            if (member.ToJson((T)value) is { } child)
                json[member.Name] = child;
        }
        return json;
    }

    /// <summary>What the members say, under the names that QEMU's option has for them.</summary>
    public JsonObject Options(T value) => AddOptions([], value);

    /// <summary>Adds that to what an option has already.</summary>
    public JsonObject AddOptions(JsonObject options, T value)
    {
        foreach (var member in Members)
        {
            if (member.Option is not null && member.ToJson(value) is { } child)
                options[member.Option] = child;
        }
        return options;
    }

    public override void Check(object value, SpecCheck check)
    {
        var before = check.Count;
        foreach (var member in Members)
            member.Check((T)value, check);
        if (check.IsMissingSince(before))
            return; // The rules take for granted that everything is there.
        foreach (var rule in Rules)
            rule.Check((T)value, check.Under(rule.Name));
    }

    public override object MapFiles(object value, string path, FileMap map)
    {
        var record = (T)value;
        foreach (var member in Members)
            record = member.MapFiles(record, path, map);
        return record;
    }

    public override JsonObject Schema(SchemaDefinitions definitions)
    {
        var reference = definitions.Refer(Name, () => Definition(definitions));
        return Implied is null ? reference : new JsonObject { ["anyOf"] = new JsonArray(Implied.Schema(definitions), reference) };
    }

    public JsonObject ImpliedSchema(SchemaDefinitions definitions) => Implied!.Schema(definitions);

    public JsonObject Definition(SchemaDefinitions definitions)
    {
        var properties = new JsonObject();
        foreach (var member in Members)
            properties[member.Name] = member.Schema(definitions);
        var schema = new JsonObject
        {
            ["description"] = doc,
            ["type"] = "object",
            ["properties"] = properties,
            ["additionalProperties"] = false,
        };
        if (HasRequired)
            schema["required"] = new JsonArray(
                [.. Members.Where(member => member.IsRequired).Select(member => (JsonNode)member.Name)]);
        if (Rules.Count > 0)
            schema["x-rules"] = new JsonObject(Rules.Select(rule => KeyValuePair.Create(rule.Name, (JsonNode?)rule.Sentence)));
        return schema;
    }

    private string UnknownMember(string name, string title)
    {
        var names = Members.Select(member => member.Name).ToArray();
        var near = Members.Find(member => member.HasMember(name)) is { } owner
            ? $" It is a member of '{owner.Name}'."
            : Suggestion.Sentence(name, names);
        return near.Length > 0
            ? $"{SpecText.Quote(name)} is no member of {title}.{near}"
            : $"{SpecText.Quote(name)} is no member of {title}. It has: {string.Join(", ", names)}.";
    }
}
