using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Moa.Model;

/// <summary>Writes specs.</summary>
public static class SpecWriter
{
    /// <summary>
    /// The spec as indented JSON, which <see cref="SpecReader"/> reads back as an equal spec. What was not said is not
    /// written; sizes are numbers of bytes.
    /// </summary>
    public static string WriteJson(MachineSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return Print(MachineSpec.Shape.ToJson(spec));
    }

    internal static string Print(JsonNode json)
    {
        var bytes = new ArrayBufferWriter<byte>();
        var options = new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var writer = new Utf8JsonWriter(bytes, options))
            json.WriteTo(writer);
        return Encoding.UTF8.GetString(bytes.WrittenSpan) + "\n";
    }
}
