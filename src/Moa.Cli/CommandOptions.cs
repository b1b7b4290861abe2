using System.CommandLine;
using Moa.Cli.Terminals;
using Moa.Guests;
using Moa.Storing;

namespace Moa.Cli;

/// <summary>The options of a command in the guest, as <c>run</c> and <c>exec</c> have them.</summary>
internal sealed class CommandOptions
{
    private readonly Option<bool> _interactive = new("--interactive", "-i") { Description = "Pass stdin on, also when it is a terminal." };
    private readonly Option<bool> _terminal = new("--tty", "-t") { Description = "Give the command a terminal." };
    private readonly Option<string?> _folder = new("--workdir", "-w") { Description = "The command's working folder in the guest.", HelpName = "FOLDER" };

    private readonly Option<string[]> _environment = new("--env", "-e")
    {
        Description = "Set a variable for the command: K=V, or K to pass on this shell's.",
        HelpName = "K=V",
    };

    public void AddTo(Command verb)
    {
        verb.Options.Add(_interactive);
        verb.Options.Add(_terminal);
        verb.Options.Add(_environment);
        verb.Options.Add(_folder);
    }

    /// <summary>The guest command of these options.</summary>
    /// <exception cref="MoaConfigurationException">A terminal was asked for where there is none, or a variable has no name.</exception>
    public GuestCommand Read(Invocation call, IReadOnlyList<string> words)
    {
        var terminal = call.Get(_terminal);
        if (terminal && !HostTerminal.IsInput)
            throw new MoaConfigurationException("-t needs a terminal, and stdin is none. Leave it out: pipes are passed through as they are.");
        return new GuestCommand(words[0], [.. words.Skip(1)])
        {
            Environment = ReadEnvironment(call),
            Folder = call.Get(_folder),
            Terminal = terminal ? HostTerminal.Describe() : null,
            TakesInput = call.Get(_interactive) || !HostTerminal.IsInput,
        };
    }

    private Dictionary<string, string> ReadEnvironment(Invocation call)
    {
        var variables = new Dictionary<string, string>();
        foreach (var text in call.Get(_environment) ?? [])
        {
            var separator = text.IndexOf('=', StringComparison.Ordinal);
            if (separator == 0 || text.Length == 0)
                throw new MoaConfigurationException($"'--env {text}' names no variable: write K=V.");
            if (separator > 0)
                variables[text[..separator]] = text[(separator + 1)..];
            else if (Environment.GetEnvironmentVariable(text) is { } value)
                variables[text] = value;
        }
        return variables;
    }
}
