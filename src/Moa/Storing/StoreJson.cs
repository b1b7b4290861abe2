using System.Text.Json;
using System.Text.Json.Serialization;

namespace Moa.Storing;

/// <summary>The JSON of the state files; members that this build does not know are an error, not lost.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(MachineRecord))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class StoreJson : JsonSerializerContext;
