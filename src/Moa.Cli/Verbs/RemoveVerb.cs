using System.CommandLine;

namespace Moa.Cli.Verbs;

/// <summary><c>moa rm</c>: removes machines and all that is kept of them.</summary>
internal sealed class RemoveVerb : Verb
{
    private readonly Argument<string[]> _names = CommonArguments.Machines();
    private readonly Option<bool> _force = new("--force", "-f") { Description = "Also machines that run: end them first." };

    public RemoveVerb() : base("rm", "Remove machines.", "moa rm web", "moa rm --force web db")
    {
        Arguments.Add(_names);
        Options.Add(_force);
    }

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancel)
    {
        var records = call.Get(_names)!.Select(call.Host.Machines.Find).ToList();
        foreach (var record in records)
        {
            await call.Host.RemoveAsync(record, call.Get(_force), cancel);
            call.Note($"{record.Name} removed.");
        }
        return ExitCode.Done;
    }
}
