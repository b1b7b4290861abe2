using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Moa.Images;

/// <summary>A manifest on disk: JSON with a schema number and a checksum over the manifest's bytes, replaced as a whole.</summary>
internal static class ManifestFile
{
    private const int Schema = 1;

    /// <summary>Reads a manifest; null when there is none.</summary>
    /// <exception cref="ImageException">It is damaged, or of a newer schema; the message names the file.</exception>
    public static ImageManifest? Read(string path)
    {
        byte[] text;
        try
        {
            text = File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        try
        {
            return Parse(text, path);
        }
        catch (JsonException error)
        {
            throw new ImageException($"{path} is damaged: {error.Message}", error);
        }
    }

    /// <summary>Writes a manifest in one step: after it, the file is the old one or the new one, whatever happens.</summary>
    public static void Write(string path, ImageManifest manifest)
    {
        var data = JsonSerializer.SerializeToUtf8Bytes(manifest, ManifestJson.Default.ImageManifest);
        var temporary = path + ".new";
        using (var file = Folders.CreateFile(temporary))
        {
            file.Write(System.Text.Encoding.ASCII.GetBytes($$"""{"schema":{{Schema}},"checksum":"{{Checksum(data)}}","data":"""));
            file.Write(data);
            file.Write("}\n"u8);
            file.Flush(flushToDisk: true);
        }
        File.Move(temporary, path, overwrite: true);
    }

    private static ImageManifest Parse(ReadOnlySpan<byte> text, string path)
    {
        var reader = new Utf8JsonReader(text);
        var schema = 0;
        var checksum = "";
        var data = ReadOnlySpan<byte>.Empty;
        Expect(reader.Read() && reader.TokenType == JsonTokenType.StartObject);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            if (name == "schema" && reader.TokenType == JsonTokenType.Number)
                reader.TryGetInt32(out schema);
            else if (name == "checksum" && reader.TokenType == JsonTokenType.String)
                checksum = reader.GetString();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (name == "data")
                data = text[start..(int)reader.BytesConsumed];
        }
        if (schema > Schema)
            throw new ImageException($"{path} was written by a newer Moa (schema {schema}; this one knows {Schema}). Use that one, or remove the image.");
        Expect(schema == Schema && Checksum(data) == checksum);
        return JsonSerializer.Deserialize(data, ManifestJson.Default.ImageManifest) ?? throw new JsonException("It is empty.");
    }

    private static void Expect(bool holds)
    {
        if (!holds)
            throw new JsonException("Its checksum does not fit its content.");
    }

    private static string Checksum(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        foreach (var value in data)
            crc = BitOperations.Crc32C(crc, value);
        return string.Create(CultureInfo.InvariantCulture, $"crc32c:{~crc:x8}");
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ImageManifest))]
internal sealed partial class ManifestJson : JsonSerializerContext;
