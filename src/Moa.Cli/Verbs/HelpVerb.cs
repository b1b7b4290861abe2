using System.CommandLine;
using Moa.Model.Reading;

namespace Moa.Cli.Verbs;

/// <summary><c>moa help [VERB]</c>: the same as <c>--help</c>.</summary>
internal sealed class HelpVerb : Verb
{
    private readonly Argument<string?> _verb = new("VERB") { Description = "The verb to explain.", Arity = ArgumentArity.ZeroOrOne };

    public HelpVerb() : base("help", "Explain moa or one of its verbs.", "moa help run") => Arguments.Add(_verb);

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancel)
    {
        var root = (RootCommand)Parents.Single();
        if (call.Get(_verb) is not { } verb)
            return await root.Parse("--help").InvokeAsync(cancellationToken: cancel);
        var names = root.Subcommands.SelectMany(static command => command.Aliases.Append(command.Name)).ToList();
        if (names.Contains(verb))
            return await root.Parse([verb, "--help"]).InvokeAsync(cancellationToken: cancel);
        var nearest = Suggestion.Nearest(verb, names);
        Console.Error.WriteLine($"moa: There is no verb '{verb}'." + (nearest is null ? "" : $" Did you mean '{nearest}'?"));
        return ExitCode.Usage;
    }
}
