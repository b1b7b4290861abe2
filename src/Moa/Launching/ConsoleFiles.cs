using System.Text;

namespace Moa.Launching;

/// <summary>A log of the keeper's on disk: the current file, and the one before it once it has been rotated.</summary>
internal static class ConsoleFiles
{
    private const string OlderSuffix = ".1";
    private const int TailBytes = 16 * 1024;
    private const int TailLines = 12;

    /// <summary>The files that are there, oldest first.</summary>
    public static IEnumerable<string> All(string log) => new[] { log + OlderSuffix, log }.Where(File.Exists);

    /// <summary>Copies all that is kept; nothing where there is no log.</summary>
    public static async Task CopyAsync(string log, Stream output, CancellationToken cancel)
    {
        foreach (var path in All(log))
        {
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            await using var _ = file.ConfigureAwait(false);
            await file.CopyToAsync(output, cancel).ConfigureAwait(false);
        }
    }

    /// <summary>The last lines; empty where there is no log.</summary>
    public static string Tail(string log)
    {
        if (!File.Exists(log))
            return "";
        using var file = new FileStream(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        file.Seek(-Math.Min(TailBytes, file.Length), SeekOrigin.End);
        using var reader = new StreamReader(file, Encoding.UTF8);
        var lines = reader.ReadToEnd().ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return string.Join('\n', lines[^Math.Min(TailLines, lines.Length)..]);
    }
}
