using System.CommandLine;

namespace Moa.Cli.Verbs;

/// <summary><c>moa inspect</c>: all that is known of a machine.</summary>
internal sealed class InspectVerb : Verb
{
    private readonly Argument<string> _name = CommonArguments.Machine();

    public InspectVerb() : base("inspect", "Show all that is known of a machine.", "moa inspect web", "moa inspect web -o json") =>
        Arguments.Add(_name);

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancel)
    {
        var status = await call.Host.StatusAsync(call.Host.Machines.Find(call.Get(_name)!), cancel);
        call.Printer.Item(MachineView.Full(status, call.Host), "name");
        return ExitCode.Done;
    }
}
