using System.Text.Json;
using System.Text.Unicode;
using Moa.Interop.Linux;

namespace Moa.Keeper;

/// <summary>
/// A command of a monitor client. It is read strictly, since one that QEMU cannot read may be answered by two errors,
/// which would shift every later reply to the wrong client.
/// </summary>
internal sealed class QmpCommand
{
    private const int MaxDepth = 1024;

    private QmpCommand(byte[] bytes) => Bytes = bytes;

    /// <summary>The command as it goes to QEMU.</summary>
    public byte[] Bytes { get; private set; }

    /// <summary>What <c>execute</c> or <c>exec-oob</c> names; null when it names nothing.</summary>
    public string? Name { get; private set; }

    /// <summary>Whether it runs out of band: <c>exec-oob</c> and no <c>execute</c>, as QEMU sees it.</summary>
    public bool IsOutOfBand { get; private set; }

    /// <summary>The value of <c>id</c> as it was written; null without one.</summary>
    public byte[]? Id { get; private set; }

    /// <summary>The capabilities asked for by <c>qmp_capabilities</c>.</summary>
    public List<string> Enable { get; } = [];

    /// <summary>Goes to QEMU with the first byte; disposed by whoever sends it, or drops the command.</summary>
    public Descriptor? Descriptor { get; set; }

    /// <summary>Reads a command; null, with the reason, when it is none.</summary>
    public static QmpCommand? Read(ReadOnlySpan<byte> bytes, out string problem)
    {
        problem = "";
        if (!Utf8.IsValid(bytes))
        {
            problem = "JSON parse error, not UTF-8";
            return null;
        }
        var command = new QmpCommand(bytes.ToArray());
        try
        {
            problem = command.ReadMembers();
        }
        catch (JsonException e)
        {
            problem = "JSON parse error at byte " + e.BytePositionInLine;
        }
        catch (InvalidOperationException)
        {
            problem = "JSON parse error, a string with half a surrogate pair";
        }
        return problem.Length == 0 ? command : null;
    }

    /// <summary>Gives the command another <c>id</c>; <see cref="Id"/> stays what the client said.</summary>
    public void ReplaceId(string id)
    {
        var value = JsonEncodedText.Encode(id).EncodedUtf8Bytes;
        var reader = NewReader();
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isId = reader.ValueTextEquals("id"u8);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (!isId)
                continue;
            Bytes = [.. Bytes[..start], (byte)'"', .. value, (byte)'"', .. Bytes[(int)reader.BytesConsumed..]];
            return;
        }
        Bytes = [.. Bytes[..^1], .. ",\"id\":\""u8, .. value, .. "\"}"u8];
    }

    private Utf8JsonReader NewReader() => new(Bytes, new JsonReaderOptions { MaxDepth = MaxDepth });

    private string ReadMembers()
    {
        var inBand = false;
        var outOfBand = false;
        var reader = NewReader();
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueIsEscaped)
                return "a member's name with escapes";
            var name = reader.GetString();
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            if (name is "execute" or "exec-oob" && reader.TokenType == JsonTokenType.String)
                Name = reader.GetString();
            inBand |= name == "execute";
            outOfBand |= name == "exec-oob";
            if (name == "arguments")
                ReadEnable(reader);
            reader.Skip();
            if (name == "id")
                Id = Bytes[start..(int)reader.BytesConsumed];
        }
        IsOutOfBand = outOfBand && !inBand;
        return "";
    }

    // The reader is a copy: the caller's stays where it is.
    private void ReadEnable(Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            return;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isEnable = reader.ValueTextEquals("enable"u8);
            reader.Read();
            if (!isEnable || reader.TokenType != JsonTokenType.StartArray)
            {
                reader.Skip();
                continue;
            }
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                Enable.Add(reader.TokenType == JsonTokenType.String ? reader.GetString()! : "");
        }
    }
}
