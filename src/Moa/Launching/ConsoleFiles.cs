using System.Text;

namespace Moa.Launching;

/// <summary>A log of the keeper's on disk: the current file, and the one before it once it has been rotated.</summary>
internal static class ConsoleFiles
{
    private const string OlderSuffix = ".1";
    private const int TailBytes = 16 * 1024;
    private const int TailLines = 12;
    private const int LinesBeforePanic = 3;
    private const string Panic = "Kernel panic - not syncing";

    /// <summary>The path of the file before the current one.</summary>
    public static string Older(string log) => log + OlderSuffix;

    /// <summary>Opens a file the keeper may be writing; null where it is not there.</summary>
    public static FileStream? TryOpen(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Copies all that is kept; nothing where there is no log.</summary>
    public static async Task CopyAsync(string log, Stream output, CancellationToken cancel)
    {
        foreach (var path in new[] { Older(log), log })
        {
            if (TryOpen(path) is not { } file)
                continue;
            await using var _ = file.ConfigureAwait(false);
            await file.CopyToAsync(output, cancel).ConfigureAwait(false);
        }
    }

    /// <summary>The last lines, or those around the last kernel panic; empty where there is no log.</summary>
    public static string Tail(string log)
    {
        using var file = TryOpen(log);
        if (file is null)
            return "";
        file.Seek(-Math.Min(TailBytes, file.Length), SeekOrigin.End);
        using var reader = new StreamReader(file, Encoding.UTF8);
        var lines = reader.ReadToEnd().ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        // What a kernel says of its panic comes before a long trace.
        var panic = Array.FindLastIndex(lines, static line => line.Contains(Panic, StringComparison.Ordinal));
        var first = Math.Max(0, panic >= 0 ? panic - LinesBeforePanic : lines.Length - TailLines);
        return string.Join('\n', lines.Skip(first).Take(TailLines));
    }
}
