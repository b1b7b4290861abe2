using System.CommandLine;
using Moa.Model;

namespace Moa.Cli.Verbs;

/// <summary><c>moa schema spec</c>: what a spec may say, as JSON Schema.</summary>
internal sealed class SchemaVerb : Verb
{
    private readonly Argument<string> _what = new("WHAT") { Description = "spec: what a machine's YAML or JSON may say." };

    public SchemaVerb() : base("schema", "Print the JSON Schema of a machine's spec.", "moa schema spec > machine.schema.json")
    {
        _what.AcceptOnlyFromAmong("spec");
        Arguments.Add(_what);
    }

    protected override Task<int> RunAsync(Invocation call, CancellationToken cancel)
    {
        Console.Out.WriteLine(SpecSchema.Write());
        return Task.FromResult(ExitCode.Done);
    }
}
