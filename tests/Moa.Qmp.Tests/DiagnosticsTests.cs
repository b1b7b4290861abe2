using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Moa.Testing;

namespace Moa.Qmp.Tests;

/// <summary>Traces and metrics.</summary>
public sealed class DiagnosticsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Commands_are_traced_and_measured_with_their_outcome()
    {
        var spans = new ConcurrentQueue<Activity>();
        var durations = new ConcurrentQueue<(string? Command, string? Error)>();
        using var tracing = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == "Moa.Qmp",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(tracing);
        using var metering = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument is { Meter.Name: "Moa.Qmp", Name: "moa.qmp.command.duration" })
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        metering.SetMeasurementEventCallback<double>((_, value, tags, _) =>
        {
            Dictionary<string, object?> named = new(tags.ToArray());
            durations.Enqueue(((string?)named["command"], (string?)named["error.type"]));
        });
        metering.Start();
        await using var server = FakeQmpServer.Start();
        server.On("traced-good", "1");
        await using var client = await QmpClient.ConnectAsync(server.Path, cancellationToken: Token);

        await client.ExecuteAsync("traced-good", cancellationToken: Token);
        await Assert.ThrowsAsync<QmpCommandException>(() => client.ExecuteAsync("traced-bad", cancellationToken: Token).AsTask());

        Assert.Equal(ActivityStatusCode.Unset, spans.Single(static span => span.OperationName == "traced-good").Status);
        Assert.Equal(ActivityStatusCode.Error, spans.Single(static span => span.OperationName == "traced-bad").Status);
        Assert.Contains(("traced-good", null), durations);
        Assert.Contains(("traced-bad", typeof(QmpCommandException).FullName), durations);
    }
}
