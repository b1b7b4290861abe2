namespace Moa.Model.Reading;

/// <summary>Finds the name that somebody probably meant.</summary>
internal static class Suggestion
{
    private const int LongestName = 64;

    /// <summary><c> Did you mean 'memory'?</c> with its leading space, or nothing when no name is near.</summary>
    public static string Sentence(string wrong, IEnumerable<string> names) =>
        Nearest(wrong, names) is { } near ? $" Did you mean '{near}'?" : "";

    /// <summary>The nearest name; null when none is near enough to be meant.</summary>
    public static string? Nearest(string wrong, IEnumerable<string> names)
    {
        if (wrong.Length is 0 or > LongestName)
            return null;
        var normal = Normal(wrong);
        var (best, bestDistance) = ((string?)null, Math.Max(1, wrong.Length / 3) + 1);
        foreach (var name in names)
        {
            var distance = Normal(name) == normal ? 0 : IsShort(wrong, name) || IsShort(name, wrong) ? 1 : Distance(wrong, name);
            if (distance < bestDistance)
                (best, bestDistance) = (name, distance);
        }
        return best;
    }

    // readOnly, read_only and read-only are one name to the person who types it.
    private static string Normal(string name) =>
        name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToUpperInvariant();

    // mem for memory, accelerator for accel.
    private static bool IsShort(string start, string name) => start.Length >= 3 && name.StartsWith(start, StringComparison.Ordinal);

    // Optimal string alignment: insert, remove, replace, swap two neighbours.
    private static int Distance(string a, string b)
    {
        var (beforeLast, last, row) = (new int[b.Length + 1], new int[b.Length + 1], new int[b.Length + 1]);
        for (var j = 0; j <= b.Length; j++)
            last[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                row[j] = Math.Min(Math.Min(row[j - 1], last[j]) + 1, last[j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
            }
            (beforeLast, last, row) = (last, row, beforeLast);
        }
        return last[b.Length];
    }
}
