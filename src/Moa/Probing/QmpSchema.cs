using System.Text.Json;

namespace Moa.Probing;

/// <summary>
/// What commands, arguments, values and events one build of QEMU knows (<c>query-qmp-schema</c>). Names are QEMU's; a
/// path goes down from a command's arguments or its return value: members are joined with <c>.</c>, and <c>+name</c>
/// goes into that branch of a union, as in <c>+qcow2.lazy-refcounts</c>. Arrays and alternates are seen through.
/// </summary>
public sealed class QmpSchema
{
    private readonly Dictionary<string, SchemaType> _types;

    private QmpSchema(Dictionary<string, SchemaType> types) => _types = types;

    /// <summary>Reads the return value of <c>query-qmp-schema</c>.</summary>
    /// <exception cref="JsonException">It is not one.</exception>
    public static QmpSchema Parse(ReadOnlyMemory<byte> json) => new(SchemaReader.Read(json.Span));

    /// <summary>Every command, in QEMU's order.</summary>
    public IEnumerable<string> Commands => Named("command");

    /// <summary>Every event, in QEMU's order.</summary>
    public IEnumerable<string> Events => Named("event");

    /// <summary>Whether there is a command of this name.</summary>
    public bool HasCommand(string command) => Entity(command, "command") is not null;

    /// <summary>Whether there is an event of this name.</summary>
    public bool HasEvent(string name) => Entity(name, "event") is not null;

    /// <summary>
    /// Whether a command takes an argument, such as <c>HasArgument("blockdev-add", "+qcow2.lazy-refcounts")</c>.
    /// </summary>
    public bool HasArgument(string command, string path) => Argument(command, path) is not null;

    /// <summary>Whether a command's reply can have a member.</summary>
    public bool HasReturn(string command, string path) => Follow(Entity(command, "command")?.Return, path) is not null;

    /// <summary>Whether a command, or an argument of it, has a feature such as <c>deprecated</c> or <c>unstable</c>.</summary>
    public bool HasFeature(string command, string feature, string? path = null)
    {
        if (path is null)
            return Entity(command, "command")?.Features.Contains(feature) ?? false;
        return Argument(command, path) is { } found && found.Features.Contains(feature);
    }

    /// <summary>The values that an argument of enumeration type takes; empty where it is not one.</summary>
    public IReadOnlyList<string> EnumValues(string command, string path) =>
        Argument(command, path) is { } found && Type(found.Type) is { } type ? Values(type) : [];

    private SchemaMember? Argument(string command, string path) => Follow(Entity(command, "command")?.Argument, path);

    private SchemaMember? Follow(string? typeName, string path)
    {
        SchemaMember? found = null;
        foreach (var step in path.Split('.'))
        {
            foreach (var part in StepsOf(step))
            {
                found = part[0] == '+' ? Branch(Type(typeName), part[1..]) : Member(Type(typeName), part);
                if (found is null)
                    return null;
                typeName = found.Value.Type;
            }
        }
        return found;
    }

    // "+nbd+inet" goes into one branch and then into another, as unions of unions do; a member cannot hold a plus.
    private static IEnumerable<string> StepsOf(string step) =>
        step.Length == 0 ? throw new ArgumentException("A path has an empty part.", nameof(step))
        : step[0] == '+' ? step.Split('+', StringSplitOptions.RemoveEmptyEntries).Select(static name => "+" + name)
        : [step];

    private SchemaMember? Member(SchemaType? type, string name) =>
        First(type, static (type, name) => type.Members.Find(member => member.Name == name), name);

    private SchemaMember? Branch(SchemaType? type, string name) =>
        First(type, static (type, name) => type.Variants.Find(variant => variant.Name == name), name);

    /// <summary>What a search gives in the object behind arrays and alternates.</summary>
    private SchemaMember? First(SchemaType? type, Func<SchemaType, string, SchemaMember?> search, string name)
    {
        switch (type?.Kind)
        {
            case "object":
                return search(type, name) is { Name: not null } found ? found : null;
            case "array":
                return First(Type(type.Element), search, name);
            case "alternate":
                return type.Members.Select(member => First(Type(member.Type), search, name)).FirstOrDefault(static found => found is not null);
            default:
                return null;
        }
    }

    private IReadOnlyList<string> Values(SchemaType type) => type.Kind switch
    {
        "enum" => [.. type.Members.Select(static member => member.Name)],
        "array" => Type(type.Element) is { } element ? Values(element) : [],
        "alternate" => [.. type.Members.SelectMany(member => Type(member.Type) is { } inner ? Values(inner) : [])],
        _ => [],
    };

    private IEnumerable<string> Named(string kind) =>
        _types.Values.Where(type => type.Kind == kind).Select(static type => type.Name);

    private SchemaType? Entity(string name, string kind) => Type(name) is { } type && type.Kind == kind ? type : null;

    private SchemaType? Type(string? name) => name is not null && _types.TryGetValue(name, out var type) ? type : null;
}
