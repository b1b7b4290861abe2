using System.Text.Json;

namespace Moa.Guests.Protocol;

/// <summary>The payload of Hello: who answers in the guest and what it can do.</summary>
internal sealed record HelloPayload(
    int Protocol, string Agent, string Kernel, string Architecture, IReadOnlyList<string> Features) : IPayload
{
    /// <summary>The version of the protocol these sources speak.</summary>
    public const int CurrentProtocol = 1;

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("protocol"u8, Protocol);
        json.WriteString("agent"u8, Agent);
        json.WriteString("kernel"u8, Kernel);
        json.WriteString("architecture"u8, Architecture);
        json.WriteStartArray("features"u8);
        foreach (var feature in Features)
            json.WriteStringValue(feature);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <exception cref="InvalidPayloadException">The payload is not a Hello.</exception>
    public static HelloPayload Parse(ReadOnlySpan<byte> payload)
    {
        var hello = new HelloPayload(0, "", "", "", []);
        var reader = new PayloadReader(payload);
        while (reader.NextMember())
        {
            if (reader.Is("protocol"u8))
                hello = hello with { Protocol = reader.Number() };
            else if (reader.Is("agent"u8))
                hello = hello with { Agent = reader.Text() };
            else if (reader.Is("kernel"u8))
                hello = hello with { Kernel = reader.Text() };
            else if (reader.Is("architecture"u8))
                hello = hello with { Architecture = reader.Text() };
            else if (reader.Is("features"u8))
                hello = hello with { Features = ParseFeatures(ref reader) };
            else
                reader.Skip();
        }

        return hello;
    }

    private static List<string> ParseFeatures(ref PayloadReader reader)
    {
        List<string> features = [];
        reader.EnterArray();
        while (reader.NextElement())
            features.Add(reader.Text());
        return features;
    }
}
