using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>The real-time clock (QEMU's <c>-rtc</c>).</summary>
public sealed record Rtc
{
    /// <summary>What it shows when the machine starts. QEMU's default: utc.</summary>
    public RtcBase? Base { get; init; }

    /// <summary>What drives it. QEMU's default: host.</summary>
    public RtcClock? Clock { get; init; }

    /// <summary>What happens to ticks that the guest missed. QEMU's default: none.</summary>
    public RtcDriftFix? DriftFix { get; init; }

    internal static RecordShape<Rtc> Shape { get; } = new(
        "rtc", "The real-time clock.", () => new(),
        table => table
            .Member("base", x => x.Base, (x, v) => x with { Base = v },
                new ParsedShape<RtcBase>(
                    "It must be utc, localtime or a date and time such as 2024-02-29T12:00:00.",
                    RtcBase.Utc, text => RtcBase.TryParse(text)),
                "What it shows when the machine starts: utc, localtime or a date and time.", RtcBase.Utc)
            .Member("clock", x => x.Clock, (x, v) => x with { Clock = v },
                new WordShape<RtcClock>(new(RtcClock.Host, "host"), new(RtcClock.Rt, "rt"), new(RtcClock.Vm, "vm")),
                "What drives it: host, rt or vm.", RtcClock.Host)
            .Member("driftfix", x => x.DriftFix, (x, v) => x with { DriftFix = v },
                new WordShape<RtcDriftFix>(new(RtcDriftFix.None, "none"), new(RtcDriftFix.Slew, "slew")),
                "What happens to ticks that the guest missed: none or slew.", RtcDriftFix.None)
            .Implied("base"));

    internal void Write(CommandLineWriter line) => line.Keyval("-rtc", null, Shape.Options(this));
}
