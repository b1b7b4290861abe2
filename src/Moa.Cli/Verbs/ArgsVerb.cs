using System.CommandLine;
using Moa.Machines;
using Moa.Model;

namespace Moa.Cli.Verbs;

/// <summary><c>moa args FILE|NAME</c>: the exact command line that QEMU gets.</summary>
internal sealed class ArgsVerb : Verb
{
    private readonly Argument<string> _what = new("FILE|NAME") { Description = "A machine's spec, or a machine that was made before." };
    private readonly Option<string?> _qemu = MachineOptions.CreateQemu();

    public ArgsVerb() : base("args", "Show QEMU's command line for a spec or a machine.", "moa args web.yaml", "moa args web --json")
    {
        Arguments.Add(_what);
        Options.Add(_qemu);
    }

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancel)
    {
        call.Qemu = call.Get(_qemu);
        var what = call.Get(_what)!;
        var (spec, options) = File.Exists(what) || what is "-" || what.Contains('/', StringComparison.Ordinal)
            ? (SpecFile.Read(what), new MachineStartOptions())
            : Recorded(call.Host.Machines.Find(what));
        PlanView.Print(call, await call.Host.PlanAsync(spec, options, cancel));
        return ExitCode.Done;
    }

    private static (MachineSpec, MachineStartOptions) Recorded(Storing.MachineRecord record) =>
        (record.ReadSpec(), new MachineStartOptions { Name = record.Name, Image = record.Image ?? MachineDefaults.Image });
}
