using System.Text.Json;

namespace Moa.Guests.Protocol;

/// <summary>Reads the members of a JSON payload one after the other; unknown ones are for the caller to skip.</summary>
internal ref struct PayloadReader
{
    private Utf8JsonReader _json;

    public PayloadReader(ReadOnlySpan<byte> payload)
    {
        _json = new Utf8JsonReader(payload);
        Read();
        Require(JsonTokenType.StartObject, "an object");
    }

    /// <summary>Goes to the next member of the object; false at its end.</summary>
    public bool NextMember()
    {
        Read();
        return _json.TokenType == JsonTokenType.PropertyName;
    }

    /// <summary>Goes to the next element of the array; false at its end.</summary>
    public bool NextElement()
    {
        Read();
        return _json.TokenType != JsonTokenType.EndArray;
    }

    /// <summary>Whether the member read last has this name; goes to its value when it has.</summary>
    public bool Is(ReadOnlySpan<byte> name)
    {
        if (!_json.ValueTextEquals(name))
            return false;
        Read();
        return true;
    }

    public readonly bool IsNull => _json.TokenType == JsonTokenType.Null;

    public readonly string MemberName => String();

    /// <summary>Goes to the value of the member read last.</summary>
    public void Value() => Read();

    public void Skip()
    {
        try
        {
            _json.TrySkip();
        }
        catch (JsonException)
        {
            throw NotJson();
        }
    }

    public readonly void EnterObject() => Require(JsonTokenType.StartObject, "an object");

    public readonly void EnterArray() => Require(JsonTokenType.StartArray, "an array");

    public readonly string Text()
    {
        Require(JsonTokenType.String, "a string");
        return String();
    }

    public readonly int Number()
    {
        Require(JsonTokenType.Number, "a number");
        return _json.TryGetInt32(out var value)
            ? value
            : throw new InvalidPayloadException("A number of the payload is out of range.");
    }

    public readonly bool Truth() => _json.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => throw Unexpected("true or false"),
    };

    private readonly string String()
    {
        try
        {
            return _json.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new InvalidPayloadException("A string of the payload is not valid Unicode.");
        }
    }

    private void Read()
    {
        try
        {
            if (!_json.Read())
                throw new InvalidPayloadException("The payload ends too early.");
        }
        catch (JsonException)
        {
            throw NotJson();
        }
    }

    private readonly void Require(JsonTokenType type, string what)
    {
        if (_json.TokenType != type)
            throw Unexpected(what);
    }

    private static InvalidPayloadException NotJson() => new("The payload is not JSON.");

    private static InvalidPayloadException Unexpected(string what) =>
        new($"The payload has something else where {what} belongs.");
}
