using System.CommandLine;
using Moa.Cli.Output;
using Moa.Storing;

namespace Moa.Cli;

/// <summary>One call of a verb: what was asked, and where to answer.</summary>
internal sealed class Invocation(ParseResult result)
{
    private MoaHost? _host;

    /// <summary>The words after <c>--</c>; null where there was no <c>--</c>.</summary>
    public static IReadOnlyList<string>? Command { get; set; }

    /// <summary>This computer, with the places that the environment names.</summary>
    public MoaHost Host => _host ??= new MoaHost(new MoaHostOptions { Qemu = Qemu });

    /// <summary>The QEMU named by <c>--qemu</c>; set before <see cref="Host"/> is used.</summary>
    public string? Qemu { get; set; }

    /// <summary>Where data goes.</summary>
    public Printer Printer => new(Get(GlobalOptions.Format), Get(GlobalOptions.Json));

    /// <summary>True where notes and progress are not wanted.</summary>
    public bool Quiet => Get(GlobalOptions.Quiet);

    /// <summary>True where the way taken should be told.</summary>
    public bool Verbose => Get(GlobalOptions.Verbose);

    public T? Get<T>(Option<T> option) => result.GetValue(option);

    public T? Get<T>(Argument<T> argument) => result.GetValue(argument);

    /// <summary>True where the option was typed, rather than defaulted.</summary>
    public bool Has(Option option) => result.GetResult(option) is { Implicit: false };

    /// <summary>The command after <c>--</c>, which this verb needs.</summary>
    public static IReadOnlyList<string> RequireCommand(string example) =>
        Command is { Count: > 0 } command
            ? command
            : throw new MoaConfigurationException($"The command is missing: write it after '--', as in '{example}'.");

    /// <summary>A line for the person at the terminal, on stderr.</summary>
    public void Note(string text)
    {
        if (!Quiet)
            Console.Error.WriteLine($"moa: {text}");
    }

    /// <summary>A line for whoever asked how, on stderr.</summary>
    public void Detail(string text)
    {
        if (Verbose)
            Console.Error.WriteLine($"moa: {text}");
    }
}
