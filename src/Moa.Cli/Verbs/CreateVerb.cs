using System.CommandLine;
using Moa.Cli.Output;

namespace Moa.Cli.Verbs;

/// <summary><c>moa create</c>: records a machine, to be started later.</summary>
internal sealed class CreateVerb : Verb
{
    private readonly Argument<string?> _image = CommonArguments.OptionalImage();
    private readonly MachineOptions _machine = new();

    public CreateVerb() : base(
        "create",
        "Make a machine without starting it.",
        "moa create --name web --memory 1G -p 8080:80",
        "moa create --name db --file db.yaml")
    {
        Arguments.Add(_image);
        _machine.AddTo(this);
    }

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancel)
    {
        call.Qemu = call.Get(_machine.Qemu);
        var spec = _machine.ReadSpec(call);
        using var progress = new ProgressLine(call);
        var options = _machine.ReadStart(call, call.Get(_image)) with { Progress = progress };
        if (call.Get(_machine.DryRun))
        {
            PlanView.Print(call, await call.Host.PlanAsync(spec, options, cancel));
            return ExitCode.Done;
        }
        var record = await call.Host.CreateAsync(spec, options, cancel);
        Console.Out.WriteLine(record.Name);
        return ExitCode.Done;
    }
}
