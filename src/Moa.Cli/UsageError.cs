using System.CommandLine;
using Moa.Model.Reading;

namespace Moa.Cli;

/// <summary>A mistake in the options, said once and with what was probably meant.</summary>
internal static class UsageError
{
    public static string? In(ParseResult result)
    {
        // The parser takes an option that it does not know for an argument, where there is room for one.
        var stray = result.CommandResult.Tokens.Select(static token => token.Value).Concat(result.UnmatchedTokens)
            .FirstOrDefault(static word => word.Length > 1 && word.StartsWith('-')) ?? (result.UnmatchedTokens is [var first, ..] ? first : null);
        if ((stray is null && result.Errors.Count == 0) || AsksForHelp(result))
            return null;
        var command = result.CommandResult.Command;
        var path = command is RootCommand ? "moa" : $"moa {command.Name}";
        var hint = $"'{path} --help' explains.";

        if (stray is { } word)
        {
            var isOption = word.StartsWith('-');
            var nearest = Suggestion.Nearest(word.Split('=')[0], isOption ? OptionNames(result) : command.Subcommands.Select(static verb => verb.Name));
            var what = isOption ? "option" : command is RootCommand ? "verb" : "argument";
            var guess = nearest is null ? "" : $" Did you mean '{nearest}'?";
            return $"There is no {what} '{word}' in '{path}'.{guess} {hint}";
        }
        if (command is RootCommand)
            return "What shall be done? 'moa run -- uname -a' runs a command in a fresh machine; 'moa --help' shows all verbs.";
        return $"{result.Errors[0].Message} {hint}";
    }

    private static bool AsksForHelp(ParseResult result) =>
        result.Tokens.Any(static token => token.Value is "--help" or "-h" or "-?" or "--version") || result.Action is null;

    private static IEnumerable<string> OptionNames(ParseResult result)
    {
        for (var scope = result.CommandResult; scope is not null; scope = scope.Parent as System.CommandLine.Parsing.CommandResult)
        {
            foreach (var option in scope.Command.Options)
            {
                yield return option.Name;
                foreach (var alias in option.Aliases)
                    yield return alias;
            }
        }
    }
}
