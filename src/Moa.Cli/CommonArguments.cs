using System.CommandLine;

namespace Moa.Cli;

/// <summary>Arguments and options that several verbs have.</summary>
internal static class CommonArguments
{
    public static Argument<string> Machine() => new("NAME") { Description = "A machine's name, its id, or the beginning of its id." };

    public static Argument<string[]> Machines() => new("NAME")
    {
        Description = "Names, ids, or beginnings of ids.",
        Arity = ArgumentArity.OneOrMore,
    };

    public static Argument<string> Image() => new("IMAGE") { Description = "An image's name: tiny is the built-in one." };

    public static Argument<string?> OptionalImage() => new("IMAGE")
    {
        Description = "The image to boot. Default: tiny, the built-in one.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public static Option<TimeSpan?> Duration(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "TIME",
        CustomParser = static result =>
        {
            var text = result.Tokens[0].Value;
            if (DurationText.TryParse(text, out var duration))
                return duration;
            result.AddError($"'{text}' is no time: write a number with ms, s, m or h, as in 30s.");
            return null;
        },
    };
}
