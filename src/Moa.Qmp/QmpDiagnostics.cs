using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Moa.Qmp;

/// <summary>The traces and metrics of this assembly, named <c>Moa.Qmp</c>. Without a listener they cost nothing.</summary>
internal static class QmpDiagnostics
{
    private const string Name = "Moa.Qmp";

    private static readonly Meter s_meter = new(Name);

    public static ActivitySource Activities { get; } = new(Name);

    /// <summary>How long commands took, from the call to the reply, by <c>command</c> and <c>outcome</c>.</summary>
    public static Histogram<double> CommandDuration { get; } = s_meter.CreateHistogram<double>(
        "moa.qmp.command.duration", "s", "Time from the call of a command to its reply.");

    public static Counter<long> EventsDropped { get; } = s_meter.CreateCounter<long>(
        "moa.qmp.events.dropped", "{event}", "Events dropped because a subscription was full or the event too large.");

    /// <summary>Messages that were no event and no reply to anything, and were skipped.</summary>
    public static Counter<long> MessagesSkipped { get; } = s_meter.CreateCounter<long>(
        "moa.qmp.messages.skipped", "{message}", "Messages that answered no command and were no event.");
}
