using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;

namespace Moa.Qmp;

/// <summary>Writes a command as compactly as it can be: QEMU reads one byte per system call, 3 to 4 microseconds each.</summary>
internal static class QmpRequest
{
    // QEMU takes 2 Mi tokens, and 64 MiB with a byte more for each of them. Beyond that it answers not one error but as many
    // as there are tokens left, and replies would no longer match.
    private const int MaxTokens = (2 * 1024 * 1024) - 16;
    private const int MaxBytes = 62 * 1024 * 1024;

    private static readonly SearchValues<char> s_nameCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.");

    /// <summary>QEMU takes 1,024 levels and this library's writer 1,000; two values for the same name it refuses.</summary>
    private static readonly JsonDocumentOptions s_strict = new() { MaxDepth = 999, AllowDuplicateProperties = false };

    public static JsonWriterOptions WriterOptions { get; } = new() { Encoder = QmpEncoder.Instance };

    public static void CheckName(string command)
    {
        ArgumentException.ThrowIfNullOrEmpty(command);
        if (command.AsSpan().ContainsAnyExcept(s_nameCharacters))
        {
            throw new ArgumentException(
                $"'{command}' cannot be a command's name: these are letters, digits, '-', '_' and '.'.", nameof(command));
        }
    }

    /// <summary>Writes a command.</summary>
    /// <param name="target">Where to; empty before.</param>
    /// <param name="writer">A writer with <see cref="WriterOptions"/>.</param>
    /// <param name="command">The command's name, checked before.</param>
    /// <param name="id">The id of an out-of-band command; 0 for one in band.</param>
    /// <param name="arguments">What <paramref name="write"/> is given.</param>
    /// <param name="write">Writes the arguments as one object; null when there are none.</param>
    public static void Write<TArguments>(
        PooledBuffer target,
        Utf8JsonWriter writer,
        string command,
        long id,
        TArguments arguments,
        Action<Utf8JsonWriter, TArguments>? write)
    {
        target.Write(id == 0 ? "{\"execute\":\""u8 : "{\"exec-oob\":\""u8);
        var name = target.GetSpan(command.Length);
        for (var i = 0; i < command.Length; i++)
            name[i] = (byte)command[i];
        target.Advance(command.Length);
        target.Write("\""u8);
        if (write is not null)
            WriteArguments(target, writer, arguments, write);
        if (id != 0)
        {
            target.Write(",\"id\":"u8);
            Utf8Formatter.TryFormat(id, target.GetSpan(20), out var digits);
            target.Advance(digits);
        }
        target.Write("}"u8);
    }

    /// <summary>Writes a caller's own JSON, checked and without the white space.</summary>
    public static void WriteJson(Utf8JsonWriter writer, ReadOnlyMemory<byte> json) =>
        WriteJson(writer, json, static json => JsonElement.Parse(json.Span, s_strict));

    /// <inheritdoc cref="WriteJson(Utf8JsonWriter, ReadOnlyMemory{byte})"/>
    public static void WriteJson(Utf8JsonWriter writer, string json) =>
        WriteJson(writer, json, static json => JsonElement.Parse(json, s_strict));

    private static void WriteJson<T>(Utf8JsonWriter writer, T json, Func<T, JsonElement> parse)
    {
        try
        {
            parse(json).WriteTo(writer);
        }
        catch (JsonException e)
        {
            throw new ArgumentException($"The arguments are not valid JSON for QMP. {e.Message}", e);
        }
        catch (InvalidOperationException e)
        {
            throw new ArgumentException("The arguments contain text that is not valid Unicode; QMP cannot carry it.", e);
        }
    }

    private static void WriteArguments<TArguments>(
        PooledBuffer target, Utf8JsonWriter writer, TArguments arguments, Action<Utf8JsonWriter, TArguments> write)
    {
        var before = target.Count;
        target.Write(",\"arguments\":"u8);
        var start = target.Count;
        writer.Reset(target);
        write(writer, arguments);
        if (writer.CurrentDepth != 0)
            throw new ArgumentException("The arguments are an unfinished JSON object.");
        writer.Flush();
        var written = target.Written.Span[start..];
        if (written.Length > MaxBytes)
            throw new ArgumentException("The arguments are longer than the 62 MiB that QEMU surely takes.");
        if (written.Length > MaxTokens && HasTooManyTokens(written))
            throw new ArgumentException("The arguments have more than the million values that QEMU surely takes.");
        if (!written.IsEmpty && written[0] != '{')
            throw new ArgumentException("The arguments must be a JSON object.");
        if (written.Length <= 2)
            target.Truncate(before);
    }

    private static bool HasTooManyTokens(ReadOnlySpan<byte> json)
    {
        // A name has its colon, and a value may have its comma.
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 1000 });
        var tokens = 0;
        while (reader.Read())
            tokens += 2;
        return tokens > MaxTokens;
    }
}
