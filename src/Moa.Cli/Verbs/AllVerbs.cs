using System.CommandLine;

namespace Moa.Cli.Verbs;

/// <summary>The verbs in the order in which help shows them.</summary>
internal static class AllVerbs
{
    public static void AddTo(RootCommand root)
    {
        ReadOnlySpan<Command> verbs =
        [
            new RunVerb(),
            new CreateVerb(),
            new StartVerb(),
            new StopVerb(),
            new ListVerb(),
            new InspectVerb(),
            new WaitVerb(),
            new LogsVerb(),
            new ExecVerb(),
            new RemoveVerb(),
            new ArgsVerb(),
            new ValidateVerb(),
            new SchemaVerb(),
            new ImageVerb(),
            new DoctorVerb(),
            new VersionVerb(),
            new CompletionVerb(),
            new HelpVerb(),
        ];
        foreach (var verb in verbs)
            root.Subcommands.Add(verb);
    }
}
