using System.CommandLine;
using Moa.Machines;

namespace Moa.Cli.Verbs;

/// <summary><c>moa stop</c>: asks the guest to shut down, then climbs the power ladder.</summary>
internal sealed class StopVerb : Verb
{
    private readonly Argument<string[]> _names = CommonArguments.Machines();
    private readonly Option<bool> _force = new("--force", "-f") { Description = "Do not ask the guest: end QEMU at once." };
    private readonly Option<TimeSpan?> _timeout = CommonArguments.Duration("--timeout", "How long the guest may take to shut down. Default: 20s.");

    public StopVerb() : base("stop", "Stop machines.", "moa stop web", "moa stop --timeout 60s web db", "moa stop --force web")
    {
        Arguments.Add(_names);
        Options.Add(_force);
        Options.Add(_timeout);
    }

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancel)
    {
        var options = new StopOptions { Force = call.Get(_force) };
        if (call.Get(_timeout) is { } limit)
            options = options with { GuestTimeout = limit };

        var records = call.Get(_names)!.Select(call.Host.Machines.Find).ToList();
        foreach (var record in records)
        {
            await using var machine = await call.Host.TryAttachAsync(record, cancel);
            if (machine is null)
            {
                call.Note($"{record.Name} is not running.");
                continue;
            }
            var step = await machine.StopAsync(options, cancel);
            call.Note($"{record.Name} stopped: {Describe(step)}.");
        }
        return ExitCode.Done;
    }

    private static string Describe(StopStep step) => step switch
    {
        StopStep.Agent => "its agent shut it down",
        StopStep.Powerdown => "the guest followed the power button",
        StopStep.Quit => "QEMU was told to quit",
        StopStep.Terminate => "QEMU ended on SIGTERM",
        StopStep.Kill => "QEMU was killed",
        _ => "it had ended already",
    };
}
