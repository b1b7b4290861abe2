using System.CommandLine;
using Moa.Storing;

namespace Moa.Cli.Verbs;

/// <summary><c>moa wait NAME --for WHAT</c>: waits until a machine has come so far.</summary>
internal sealed class WaitVerb : Verb
{
    private const string TextPrefix = "text:";

    private readonly Argument<string> _name = CommonArguments.Machine();
    private readonly Option<TimeSpan?> _timeout = CommonArguments.Duration("--timeout", "How long to wait. Default: for ever.");

    private readonly Option<string> _for = new("--for")
    {
        Description = "running, stopped, agent, or text:WORDS that its console prints.",
        HelpName = "WHAT",
        DefaultValueFactory = static _ => "stopped",
    };

    public WaitVerb() : base(
        "wait",
        "Wait until a machine runs, has stopped, has its agent up, or has printed a text.",
        "moa wait web --for agent --timeout 60s",
        "moa wait web --for 'text:login:'")
    {
        Arguments.Add(_name);
        Options.Add(_for);
        Options.Add(_timeout);
    }

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancel)
    {
        var what = call.Get(_for)!;
        var record = call.Host.Machines.Find(call.Get(_name)!);
        using var limit = new CancellationTokenSource(call.Get(_timeout) ?? Timeout.InfiniteTimeSpan);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            await WaitAsync(call.Host, record, what, either.Token);
            return ExitCode.Done;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new MoaTimeoutException("wait", call.Get(_timeout)!.Value,
                $"'{record.Name}' did not come to '{what}' within {call.Get(_timeout)!.Value.TotalSeconds:0.###} s. It was left as it is.");
        }
    }

    private static async Task WaitAsync(MoaHost host, MachineRecord record, string what, CancellationToken cancel)
    {
        switch (what)
        {
            case "stopped":
                await using (var machine = await host.TryAttachAsync(record, cancel))
                {
                    if (machine is not null)
                        await machine.WaitForExitAsync(cancel);
                }
                break;
            case "running":
                await using (await host.AttachAsync(record, cancel))
                    break;
            case "agent":
                await using (var machine = await host.AttachAsync(record, cancel))
                    await machine.GetGuestAsync(cancel);
                break;
            case var _ when what.StartsWith(TextPrefix, StringComparison.Ordinal) && what.Length > TextPrefix.Length:
                await using (var machine = await host.AttachAsync(record, cancel))
                    await machine.WaitForConsoleTextAsync(what[TextPrefix.Length..], cancel);
                break;
            default:
                throw new MoaConfigurationException($"'--for {what}' is nothing to wait for: running, stopped, agent or text:WORDS are.");
        }
    }
}
