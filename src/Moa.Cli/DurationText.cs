using System.Globalization;

namespace Moa.Cli;

/// <summary>Times as people type them: <c>500ms</c>, <c>30s</c>, <c>1.5m</c>, <c>2h</c>; a bare number is seconds.</summary>
internal static class DurationText
{
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(49);

    public static bool TryParse(string text, out TimeSpan duration)
    {
        var (digits, unit) = text switch
        {
            [.. var number, 'm', 's'] => (number, 0.001),
            [.. var number, 's'] => (number, 1),
            [.. var number, 'm'] => (number, 60),
            [.. var number, 'h'] => (number, 3600),
            _ => (text, 1.0),
        };
        duration = default;
        if (!double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count)
            || count * unit > s_longest.TotalSeconds)
        {
            return false;
        }
        duration = TimeSpan.FromSeconds(count * unit);
        return duration > TimeSpan.Zero;
    }
}
