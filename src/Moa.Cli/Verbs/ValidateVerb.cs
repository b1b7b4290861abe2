using System.CommandLine;

namespace Moa.Cli.Verbs;

/// <summary><c>moa validate FILE</c>: whether a spec is right, and all that is wrong with it.</summary>
internal sealed class ValidateVerb : Verb
{
    private readonly Argument<string> _file = new("FILE") { Description = "A machine's spec, YAML or JSON." };
    private readonly Option<string?> _qemu = MachineOptions.CreateQemu();

    public ValidateVerb() : base("validate", "Check a machine's spec without starting it.", "moa validate web.yaml")
    {
        Arguments.Add(_file);
        Options.Add(_qemu);
    }

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancel)
    {
        call.Qemu = call.Get(_qemu);
        var spec = SpecFile.Read(call.Get(_file)!);
        await call.Host.CheckAsync(spec, cancel);
        call.Note($"{call.Get(_file)} is right.");
        return ExitCode.Done;
    }
}
