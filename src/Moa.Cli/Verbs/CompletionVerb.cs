using System.CommandLine;

namespace Moa.Cli.Verbs;

/// <summary><c>moa completion SHELL</c>: the script that teaches a shell to complete <c>moa</c>.</summary>
internal sealed class CompletionVerb : Verb
{
    private readonly Argument<string> _shell = new("SHELL") { Description = "bash, zsh, fish or pwsh." };

    public CompletionVerb() : base(
        "completion",
        "Print the script that completes moa's verbs and options in a shell.",
        "source <(moa completion bash)",
        "moa completion fish > ~/.config/fish/completions/moa.fish")
    {
        _shell.AcceptOnlyFromAmong("bash", "zsh", "fish", "pwsh");
        Arguments.Add(_shell);
    }

    protected override Task<int> RunAsync(Invocation call, CancellationToken cancel)
    {
        Console.Out.Write(call.Get(_shell) switch
        {
            "bash" => Bash,
            "zsh" => Zsh,
            "fish" => Fish,
            _ => PowerShell,
        });
        return Task.FromResult(ExitCode.Done);
    }

    // The command answers "[suggest:POSITION] LINE" with one candidate per line.
    private const string Bash = """
        _moa() {
          local word=${COMP_WORDS[COMP_CWORD]}
          mapfile -t COMPREPLY < <(compgen -W "$(moa "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)" -- "$word")
        }
        complete -o default -F _moa moa

        """;

    private const string Zsh = """
        #compdef moa
        _moa() {
          local -a candidates=("${(@f)$(moa "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)}")
          compadd -a candidates || _files
        }
        compdef _moa moa

        """;

    private const string Fish = """
        complete -c moa -a '(moa "[suggest:"(commandline -C)"]" (commandline -p) 2>/dev/null)'

        """;

    private const string PowerShell = """
        Register-ArgumentCompleter -Native -CommandName moa -ScriptBlock {
          param($word, $line, $position)
          moa "[suggest:$position]" "$line" 2>$null | ForEach-Object { [System.Management.Automation.CompletionResult]::new($_) }
        }

        """;
}
