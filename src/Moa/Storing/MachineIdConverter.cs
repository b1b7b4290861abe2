using System.Text.Json;
using System.Text.Json.Serialization;

namespace Moa.Storing;

/// <summary>An id as its digits.</summary>
internal sealed class MachineIdConverter : JsonConverter<MachineId>
{
    public override MachineId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        MachineId.TryParse(reader.GetString(), out var id) ? id : throw new JsonException("A machine's id has 8 hexadecimal digits.");

    public override void Write(Utf8JsonWriter writer, MachineId value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
