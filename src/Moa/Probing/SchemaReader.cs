using System.Text.Json;

namespace Moa.Probing;

/// <summary>Reads the 200 KB of <c>query-qmp-schema</c> in one pass; what it does not know it skips.</summary>
internal ref struct SchemaReader
{
    private Utf8JsonReader _json;

    private SchemaReader(ReadOnlySpan<byte> json) => _json = new Utf8JsonReader(json);

    public static Dictionary<string, SchemaType> Read(ReadOnlySpan<byte> json)
    {
        var types = new Dictionary<string, SchemaType>(1300, StringComparer.Ordinal);
        var reader = new SchemaReader(json);
        reader.Next(JsonTokenType.StartArray);
        while (reader.Next() == JsonTokenType.StartObject)
        {
            var type = reader.ReadType();
            types[type.Name] = type;
        }
        return types;
    }

    private SchemaType ReadType()
    {
        var type = new SchemaType();
        while (NextMember() is { } member)
        {
            switch (member)
            {
                case "name": type.Name = ReadString(); break;
                case "meta-type": type.Kind = ReadString(); break;
                case "arg-type": type.Argument = ReadString(); break;
                case "ret-type": type.Return = ReadString(); break;
                case "element-type": type.Element = ReadString(); break;
                case "members": ReadMembers(type.Members); break;
                case "variants": ReadMembers(type.Variants); break;
                case "features": ReadStrings(type.Features); break;
                default: SkipValue(); break;
            }
        }
        return type;
    }

    private void ReadMembers(List<SchemaMember> members)
    {
        Next(JsonTokenType.StartArray);
        while (Next() == JsonTokenType.StartObject)
        {
            string name = "", type = "";
            List<string>? features = null;
            while (NextMember() is { } member)
            {
                switch (member)
                {
                    case "name" or "case": name = ReadString(); break;
                    case "type": type = ReadString(); break;
                    case "features": ReadStrings(features = []); break;
                    default: SkipValue(); break;
                }
            }
            members.Add(new SchemaMember(name, type, features ?? (IReadOnlyList<string>)[]));
        }
    }

    private void ReadStrings(List<string> strings)
    {
        Next(JsonTokenType.StartArray);
        strings.Clear();
        while (Next() == JsonTokenType.String)
            strings.Add(_json.GetString()!);
    }

    /// <summary>The name of the next member of an object; null at its end.</summary>
    private string? NextMember() => Next() == JsonTokenType.PropertyName ? _json.GetString() : null;

    private string ReadString()
    {
        Next(JsonTokenType.String);
        return _json.GetString()!;
    }

    private void SkipValue()
    {
        Next();
        _json.Skip();
    }

    private JsonTokenType Next() => _json.Read() ? _json.TokenType : throw new JsonException("The schema ends early.");

    private void Next(JsonTokenType expected)
    {
        if (Next() != expected)
            throw new JsonException($"The schema has {_json.TokenType} where {expected} belongs.");
    }
}
