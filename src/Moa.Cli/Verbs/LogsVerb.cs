using System.CommandLine;
using Moa.Cli.Terminals;
using Moa.Machines;

namespace Moa.Cli.Verbs;

/// <summary><c>moa logs NAME</c>: what the machine's serial console printed.</summary>
internal sealed class LogsVerb : Verb
{
    private readonly Argument<string> _name = CommonArguments.Machine();
    private readonly Option<bool> _follow = new("--follow", "-f") { Description = "Go on with what it prints, until it stops." };
    private readonly Option<bool> _qemu = new("--qemu-log") { Description = "What QEMU itself said, instead of the console." };

    public LogsVerb() : base("logs", "Show what a machine's console printed.", "moa logs web", "moa logs -f web", "moa logs --qemu-log web")
    {
        Arguments.Add(_name);
        Options.Add(_follow);
        Options.Add(_qemu);
    }

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancel)
    {
        var record = call.Host.Machines.Find(call.Get(_name)!);
        await using var output = StandardStream.Output();
        if (call.Get(_qemu))
        {
            await call.Host.CopyQemuLogAsync(record, output, cancel);
            return ExitCode.Done;
        }
        await using var machine = call.Get(_follow) ? await call.Host.TryAttachAsync(record, cancel) : null;
        if (machine is null)
            await call.Host.CopyConsoleLogAsync(record, output, cancel);
        else
            await FollowAsync(machine, output, cancel);
        return ExitCode.Done;
    }

    private static async Task FollowAsync(Machine machine, Stream output, CancellationToken cancel)
    {
        await using var console = await machine.OpenConsoleAsync(cancel);
        await console.CopyToAsync(output, cancel);
    }
}
