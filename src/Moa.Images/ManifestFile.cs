using System.Globalization;
using System.Numerics;
using System.Text;

namespace Moa.Images;

/// <summary>
/// A manifest on disk: a text of "key value" lines, the first with the schema's number, the last with a checksum over
/// those before it; replaced as a whole. It is no JSON because every <c>moa run</c> reads it before QEMU starts, and a
/// fresh process needs 15 ms to read its first JSON.
/// </summary>
internal static class ManifestFile
{
    private const int Schema = 1;

    /// <summary>Reads a manifest; null when there is none.</summary>
    /// <exception cref="ImageException">It is damaged, or of a newer schema; the message names the file.</exception>
    public static ImageManifest? Read(string path)
    {
        try
        {
            return Parse(File.ReadAllBytes(path), path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ImageException($"{path} cannot be read: {error.Message}", error);
        }
        catch (FormatException error)
        {
            throw new ImageException($"{path} is damaged: {error.Message} The image is made again when it is next used.", error);
        }
    }

    /// <summary>Reads a manifest; null when there is none, or a damaged one, so that the image has to be made.</summary>
    /// <exception cref="ImageException">It is of a newer schema; the message names the file.</exception>
    public static ImageManifest? ReadUsable(string path)
    {
        try
        {
            return Read(path);
        }
        catch (ImageException error) when (error.InnerException is FormatException)
        {
            return null;
        }
    }

    /// <summary>Writes a manifest in one step: after it, the file is the old one or the new one, whatever happens.</summary>
    public static void Write(string path, ImageManifest manifest)
    {
        var content = Encoding.UTF8.GetBytes(Text(manifest));
        var temporary = path + ".new";
        using (var file = Folders.CreateFile(temporary))
        {
            file.Write(content);
            file.Write(Encoding.ASCII.GetBytes(ChecksumLine(content)));
            file.Flush(flushToDisk: true);
        }
        File.Move(temporary, path, overwrite: true);
    }

    private static string Text(ImageManifest manifest)
    {
        var text = new StringBuilder();
        Add("schema", Schema);
        Add("name", manifest.Name);
        Add("format", manifest.Format);
        Add("architecture", manifest.Architecture);
        Add("kernel-release", manifest.KernelRelease);
        Add("kernel-arguments", manifest.KernelArguments);
        AddFile("kernel", manifest.Kernel);
        AddFile("initramfs", manifest.Initramfs);
        AddFile("initramfs-base", manifest.InitramfsBase);
        Add("agent", $"{manifest.Agent.Size} {manifest.Agent.Modified} {manifest.Agent.Sha256} {manifest.Agent.Path}");
        foreach (var package in manifest.Packages)
            Add("package", $"{package.Size} {package.Sha256} {package.Architecture} {package.Version} {package.Name}");
        foreach (var module in manifest.Modules)
            Add("module", module);
        foreach (var module in manifest.AbsentModules)
            Add("absent-module", module);
        return text.ToString();

        void AddFile(string key, ImageFile file) => Add(key, $"{file.Size} {file.Sha256} {file.Name}");

        void Add(string key, object value)
        {
            var line = string.Create(CultureInfo.InvariantCulture, $"{key} {value}");
            if (line.Contains('\n', StringComparison.Ordinal))
                throw new ImageException($"A line break cannot be part of {line}");
            text.Append(line).Append('\n');
        }
    }

    private static ImageManifest Parse(ReadOnlySpan<byte> content, string path)
    {
        var values = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var line in Encoding.UTF8.GetString(content).Split('\n'))
        {
            if (line.Split(' ', 2) is not [var key, var value])
                continue;
            if (!values.TryGetValue(key, out var list))
                values[key] = list = [];
            list.Add(value);
        }
        if (Number(One("schema")) is var schema && schema > Schema)
            throw new ImageException($"{path} was written by a newer Moa (schema {schema}, not {Schema}). Use that one, or remove the image.");
        var last = content.LastIndexOf("checksum "u8);
        if (last < 0 || !content[last..].SequenceEqual(Encoding.ASCII.GetBytes(ChecksumLine(content[..last]))))
            throw new FormatException("its checksum does not fit its content.");
        return new()
        {
            Name = One("name"),
            Format = (int)Number(One("format")),
            Architecture = One("architecture"),
            KernelRelease = One("kernel-release"),
            KernelArguments = One("kernel-arguments"),
            Kernel = ReadFile(One("kernel")),
            Initramfs = ReadFile(One("initramfs")),
            InitramfsBase = ReadFile(One("initramfs-base")),
            Agent = Words(One("agent"), 4) is var agent ? new(agent[3], Number(agent[0]), Number(agent[1]), agent[2]) : null!,
            Packages = [.. All("package").ConvertAll(ReadPackage)],
            Modules = All("module"),
            AbsentModules = All("absent-module"),
        };

        List<string> All(string key) => values.GetValueOrDefault(key) ?? [];
        string One(string key) => All(key) is [var value] ? value : throw new FormatException($"it has no '{key}'.");
    }

    private static ImageFile ReadFile(string value) => Words(value, 3) is var words ? new(words[2], Number(words[0]), words[1]) : null!;

    private static ImagePackage ReadPackage(string value) =>
        Words(value, 5) is var words ? new(words[4], words[3], words[2], Number(words[0]), words[1]) : null!;

    private static string[] Words(string value, int count) =>
        value.Split(' ', count) is var words && words.Length == count
            ? words
            : throw new FormatException($"a line of it ends early: {value}");

    private static long Number(string value) =>
        long.TryParse(value, CultureInfo.InvariantCulture, out var number) ? number : throw new FormatException($"'{value}' is no number.");

    private static string ChecksumLine(ReadOnlySpan<byte> content)
    {
        var crc = uint.MaxValue;
        foreach (var value in content)
            crc = BitOperations.Crc32C(crc, value);
        return string.Create(CultureInfo.InvariantCulture, $"checksum crc32c:{~crc:x8}\n");
    }
}
