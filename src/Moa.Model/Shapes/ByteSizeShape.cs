using System.Text.Json.Nodes;
using Moa.Model.Reading;

namespace Moa.Model.Shapes;

/// <summary>A size of a range, as text with a unit or as a number of bytes.</summary>
internal sealed class ByteSizeShape(ByteSize least, ByteSize most) : Shape<ByteSize>
{
    /// <summary>Any size.</summary>
    public static readonly ByteSizeShape Any = new(new ByteSize(0), new ByteSize(long.MaxValue));

    public override object Blank => least;

    public override object? Read(SpecNode node, SpecReading reading)
    {
        if (node is ScalarNode { Style: not (ScalarStyle.Flag or ScalarStyle.Null) } scalar
            && ByteSize.TryParse(scalar.Text, out var size))
            return size;
        return reading.Unread(node, $"This must be a size, but it is {node.Kind}. {ByteSize.Format}");
    }

    public override JsonNode ToJson(object value) => JsonValue.Create(((ByteSize)value).Bytes);

    public override void Check(object value, SpecCheck check)
    {
        if ((ByteSize)value < least || (ByteSize)value > most)
            check.Problem($"{value} is out of range: it must be from {least} to {most}.");
    }

    public override JsonObject Schema(SchemaDefinitions definitions) => new()
    {
        ["type"] = new JsonArray("string", "integer"),
        ["pattern"] = "^[0-9]+[KMGTPEkmgtpe]?$",
        ["minimum"] = least.Bytes,
    };
}
