using System.Text.Json;

namespace Moa.Guests.Protocol;

/// <summary>A payload that is JSON.</summary>
internal interface IPayload
{
    void Write(Utf8JsonWriter json);
}
