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

    private readonly List<UnionCase<T>> cases = [];

    /// <summary>The alternative that is meant when none is named; null when one must be.</summary>
    private string? impliedCase;

    public string Name { get; } = name;

    public IReadOnlyList<UnionCase<T>> Cases => cases;

    public override T Blank => cases[0].Blank;

    /// <summary>Adds an alternative. One can be implied: it is meant where no type is said, and by a value alone.</summary>
    public UnionShape<T> Case<TLeaf>(RecordShape<TLeaf> shape, bool isImplied = false)
        where TLeaf : class, T
    {
        cases.Add(new LeafCase<T, TLeaf>(shape));
        if (isImplied)
            impliedCase = shape.Name;
        return this;
    }

    /// <summary>The alternative that the value is.</summary>
    public UnionCase<T> CaseOf(T value) => cases.Find(each => each.Matches(value))
        ?? throw new InvalidOperationException($"{value.GetType().Name} is missing among the shapes of {Name}.");

    public override T Read(SpecNode node, SpecReading reading) => node switch
    {
        MapNode map when map.Find(Discriminator) is { } entry => ReadCase(entry.Value, map, reading),
        MapNode map when impliedCase is not null => ImpliedCase.Read(map, reading, $"{Name} {impliedCase}", Discriminator),
        MapNode => Refuse(node, reading, $"This {Name} has no 'type'. It must be {OneOf()}."),
        ScalarNode when impliedCase is not null => ImpliedCase.Read(node, reading),
        ScalarNode => ReadCase(node, new MapNode(node.Path, node.Line, node.Column, []), reading),
        _ => Refuse(node, reading, $"This must be a map ({Name}), but it is {node.Kind}."),
    };

    public override JsonNode ToJson(T value)
    {
        var json = (JsonObject)CaseOf(value).ToJson(value);
        json.Insert(0, Discriminator, CaseOf(value).Name);
        return json;
    }

    public override void Check(T value, SpecCheck check) => CaseOf(value).Check(value, check);

    public override T MapPaths(T value, Func<string, string> map) => CaseOf(value).MapPaths(value, map);

    public override JsonObject Schema(SchemaDefinitions definitions) => definitions.Refer(Name, () =>
    {
        var alternatives = new JsonArray();
        if (impliedCase is null)
            alternatives.Add((JsonNode)new JsonObject { ["enum"] = new JsonArray([.. Bare().Select(each => JsonValue.Create(each.Name))]) });
        else
            alternatives.Add((JsonNode)ImpliedCase.ImpliedSchema(definitions));
        foreach (var each in cases)
            alternatives.Add((JsonNode)definitions.Refer($"{Name}:{each.Name}", () => each.Definition(definitions, Discriminator)));
        return new JsonObject { ["anyOf"] = alternatives };
    });

    private UnionCase<T> ImpliedCase => cases.First(each => each.Name == impliedCase);

    private IEnumerable<UnionCase<T>> Bare() => cases.Where(each => !each.HasRequired);

    private T ReadCase(SpecNode type, MapNode map, SpecReading reading)
    {
        if (type is ScalarNode { Style: not ScalarStyle.Null } scalar)
        {
            if (cases.Find(each => each.Name == scalar.Text) is { } found)
                return found.Read(map, reading, $"{Name} {found.Name}", Discriminator);
            var near = Suggestion.Sentence(scalar.Text, cases.Select(each => each.Name));
            reading.Unread(map, type, near.Length > 0
                ? $"There is no {Name} {scalar.Kind}.{near}"
                : $"There is no {Name} {scalar.Kind}. It must be {OneOf()}.");
        }
        else
        {
            reading.Unread(map, type, $"This must be the name of a {Name}: {OneOf()}.");
        }
        return Blank;
    }

    private T Refuse(SpecNode node, SpecReading reading, string message)
    {
        reading.Unread(node, message);
        return Blank;
    }

    private string OneOf() => cases.Count == 1
        ? cases[0].Name
        : $"{string.Join(", ", cases.SkipLast(1).Select(each => each.Name))} or {cases[^1].Name}";
}
