using System.CommandLine;

namespace Moa.Cli;

/// <summary>The options that every verb understands.</summary>
internal static class GlobalOptions
{
    public static Option<string> Format { get; } = CreateFormat();

    public static Option<bool> Json { get; } = new("--json") { Description = "The same as -o json.", Recursive = true };

    public static Option<bool> Quiet { get; } = new("--quiet", "-q") { Description = "No notes and no progress.", Recursive = true };

    public static Option<bool> Verbose { get; } = new("--verbose") { Description = "Say which way things went.", Recursive = true };

    public static Option<bool> Debug { get; } = new("--debug") { Description = "Print stack traces of failures.", Recursive = true };

    public static void AddTo(Command root)
    {
        foreach (var option in (ReadOnlySpan<Option>)[Format, Json, Quiet, Verbose, Debug])
            root.Options.Add(option);
    }

    private static Option<string> CreateFormat()
    {
        var option = new Option<string>("--output", "-o")
        {
            Description = "How data is printed: table, json, yaml or name.",
            HelpName = "FORMAT",
            DefaultValueFactory = static _ => "table",
            Recursive = true,
        };
        option.AcceptOnlyFromAmong("table", "json", "yaml", "name");
        return option;
    }
}
