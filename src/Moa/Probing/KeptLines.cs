using System.Text;

namespace Moa.Probing;

/// <summary>Lines of fields, the form in which small answers are kept.</summary>
internal static class KeptLines
{
    /// <summary>The lines of a kept file; null where there is none.</summary>
    public static string[]? Split(byte[]? kept) => kept is null ? null : Encoding.UTF8.GetString(kept).Split('\n');

    /// <summary>A text without what separates lines and fields.</summary>
    public static string Clean(string text) => text.Replace('\n', ' ').Replace('\t', ' ');

    /// <summary>A field that may be absent.</summary>
    public static string? NullIfEmpty(string field) => field.Length == 0 ? null : field;
}
