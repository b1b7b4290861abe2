using System.CommandLine;
using Moa.Cli.Terminals;

namespace Moa.Cli.Verbs;

/// <summary><c>moa exec NAME -- COMMAND</c>: runs a command in a machine that runs.</summary>
internal sealed class ExecVerb : Verb
{
    private readonly Argument<string> _name = CommonArguments.Machine();
    private readonly CommandOptions _command = new();

    public ExecVerb() : base(
        "exec",
        "Run a command in a running machine; its exit code becomes moa's.",
        "moa exec web -- ls -l /",
        "moa exec -it web -- sh",
        "tar c src | moa exec -i web -- tar x -C /tmp")
    {
        Arguments.Add(_name);
        _command.AddTo(this);
    }

    public override int FailureCode => ExitCode.RunFailed;

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancel)
    {
        var words = Invocation.RequireCommand("moa exec NAME -- COMMAND");
        var record = call.Host.Machines.Find(call.Get(_name)!);
        await using var machine = await call.Host.AttachAsync(record, cancel);
        var guest = await machine.GetGuestAsync(cancel);
        return await CommandSession.RunAsync(guest, _command.Read(call, words), cancel);
    }
}
