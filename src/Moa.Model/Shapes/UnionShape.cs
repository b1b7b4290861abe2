using System.Text.Json.Nodes;
using Moa.Model.Reading;

namespace Moa.Model.Shapes;

/// <summary>
/// One of several records: the leaves of a closed hierarchy. In a spec the member <c>type</c> names which; where that
/// is all there is to say, the name alone does.
/// </summary>
/// <param name="name">What all of them are called: <c>device</c>.</param>
internal sealed class UnionShape<T>(string name) : Shape<T>
    where T : class
{
    private const string Discriminator = "type";

    private readonly List<IRecordShape> cases = [];
    private IRecordShape? implied;

    public override object Blank => ((Shape)cases[0]).Blank;

    /// <summary>
    /// Adds an alternative. One can be implied: it is meant where no type is said, and by a value alone.
    /// </summary>
    public UnionShape<T> Case<TLeaf>(RecordShape<TLeaf> shape, bool isImplied = false)
        where TLeaf : class, T
    {
        cases.Add(shape);
        if (isImplied)
            implied = cases[^1];
        return this;
    }

    /// <summary>What the alternative is called that the value is.</summary>
    public string NameOf(T value) => CaseOf(value).Name;

    public override object? Read(SpecNode node, SpecReading reading) => node switch
    {
        MapNode map when map.Find(Discriminator) is { } entry => ReadCase(entry.Value, map, reading),
        MapNode map when implied is not null => implied.Read(map, reading, $"{name} {implied.Name}", Discriminator),
        MapNode => reading.Unread(node, $"This {name} has no 'type'. It must be {OneOf()}."),
        ScalarNode when implied is not null => ((Shape)implied).Read(node, reading),
        ScalarNode => ReadCase(node, new MapNode(node.Path, node.Line, node.Column, []), reading),
        _ => reading.Unread(node, $"This must be a map ({name}), but it is {node.Kind}."),
    };

    public override JsonNode ToJson(object value)
    {
        var shape = CaseOf(value);
        var json = (JsonObject)((Shape)shape).ToJson(value);
        json.Insert(0, Discriminator, TypeName(shape));
        return json;
    }

    public override void Check(object value, SpecCheck check) => ((Shape)CaseOf(value)).Check(value, check);

    public override object MapFiles(object value, string path, FileMap map) => ((Shape)CaseOf(value)).MapFiles(value, path, map);

    public override JsonObject Schema(SchemaDefinitions definitions) => definitions.Refer(name, () =>
    {
        var alternatives = new List<JsonObject>();
        if (implied is not null)
            alternatives.Add(implied.ImpliedSchema(definitions));
        else if (cases.Exists(each => !each.HasRequired))
            alternatives.Add(
                new JsonObject { ["enum"] = new JsonArray([.. cases.Where(each => !each.HasRequired).Select(TypeName)]) });
        foreach (var each in cases)
            alternatives.Add(definitions.Refer($"{name} {each.Name}", () => Definition(each, definitions)));
        return new JsonObject { ["anyOf"] = new JsonArray([.. alternatives]) };
    });

    private JsonObject Definition(IRecordShape shape, SchemaDefinitions definitions)
    {
        var schema = shape.Definition(definitions);
        ((JsonObject)schema["properties"]!).Insert(0, Discriminator, new JsonObject { ["const"] = TypeName(shape) });
        if (shape == implied)
            return schema;
        if (schema["required"] is JsonArray required)
            required.Insert(0, Discriminator);
        else
            schema["required"] = new JsonArray(Discriminator);
        return schema;
    }

    private object? ReadCase(SpecNode type, MapNode map, SpecReading reading)
    {
        if (type is not ScalarNode { Style: not ScalarStyle.Null } scalar)
            return reading.Unread(map, type, $"This must be the name of a {name}: {OneOf()}.");
        if (cases.Find(each => each.Name == scalar.Text) is { } found)
            return found.Read(map, reading, $"{name} {found.Name}", Discriminator);
        var near = Suggestion.Sentence(scalar.Text, cases.Select(each => each.Name));
        return reading.Unread(map, type, near.Length > 0
            ? $"There is no {name} {scalar.Kind}.{near}"
            : $"There is no {name} {scalar.Kind}. It must be {OneOf()}.");
    }

    private IRecordShape CaseOf(object value) => cases.Find(each => each.Matches(value))
        ?? throw new InvalidOperationException($"{value.GetType().Name} is missing among the shapes of {name}.");

    // SMBIOS tables go by numbers, everything else by words.
    private static JsonNode TypeName(IRecordShape shape) => int.TryParse(shape.Name, out var number) ? number : shape.Name;

    private string OneOf() => SpecText.OneOf([.. cases.Select(each => each.Name)]);
}
