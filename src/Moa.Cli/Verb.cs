using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Moa.Cli;

/// <summary>One verb of the command line: its options, its help, what it does.</summary>
internal abstract class Verb : Command
{
    protected Verb(string name, string summary, params string[] examples) : base(name, summary)
    {
        Options.Add(new HelpOption { Action = new HelpWithExamples(examples) });
        SetAction((result, cancel) => RunAsync(new Invocation(result), cancel));
    }

    /// <summary>The exit code for a failure that none of the specific codes fits.</summary>
    public virtual int FailureCode => ExitCode.Failed;

    /// <summary>Does the work and gives the exit code.</summary>
    protected abstract Task<int> RunAsync(Invocation call, CancellationToken cancel);

    private sealed class HelpWithExamples(string[] examples) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            new HelpAction().Invoke(parseResult);
            var output = parseResult.InvocationConfiguration.Output;
            if (examples.Length > 0)
                output.WriteLine("Examples:");
            foreach (var example in examples)
                output.WriteLine($"  {example}");
            return ExitCode.Done;
        }
    }
}
