using System.Globalization;

namespace Moa.Model;

/// <summary>What the real-time clock shows when the machine starts.</summary>
public readonly record struct RtcBase
{
    private const string Format = "yyyy-MM-ddTHH:mm:ss";

    private readonly string? text;

    private RtcBase(string text) => this.text = text;

    /// <summary>The host's time in UTC; QEMU's default.</summary>
    public static RtcBase Utc => default;

    /// <summary>The host's local time, as Windows wants.</summary>
    public static RtcBase LocalTime { get; } = new("localtime");

    /// <summary>This date and time, to the second; its time zone is not looked at.</summary>
    public static RtcBase At(DateTime time) => new(time.ToString(Format, CultureInfo.InvariantCulture));

    /// <summary>
    /// Reads <c>utc</c>, <c>localtime</c> or <c>2024-02-29T12:00:00</c>; null when the text is none of them.
    /// </summary>
    public static RtcBase? TryParse(string text) => text switch
    {
        "utc" => Utc,
        "localtime" => LocalTime,
        _ when DateTime.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) => At(time),
        _ => null,
    };

    /// <summary>The base as QEMU writes it.</summary>
    public override string ToString() => text ?? "utc";
}
