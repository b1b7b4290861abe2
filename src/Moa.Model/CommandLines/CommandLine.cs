using System.Collections.Immutable;
using System.Text;
using Moa.Model.CommandLines;

namespace Moa.Model;

/// <summary>What QEMU is started with. Equal specs give equal command lines.</summary>
public sealed class CommandLine
{
    private readonly IReadOnlyList<CommandLineOption> options;

    internal CommandLine(
        IReadOnlyList<CommandLineOption> options,
        ImmutableArray<CommandLineDescriptor> descriptors,
        ImmutableArray<CommandLineDevice> devices)
    {
        this.options = options;
        var arguments = ImmutableArray.CreateBuilder<string>();
        foreach (var option in options)
        {
            arguments.Add(option.Name);
            if (option.Value is not null)
                arguments.Add(option.Value);
        }
        Arguments = arguments.ToImmutable();
        Descriptors = descriptors;
        Devices = devices;
    }

    /// <summary>The arguments, without the name of the program.</summary>
    public ImmutableArray<string> Arguments { get; }

    /// <summary>The descriptors that QEMU inherits, in the order of their numbers.</summary>
    public ImmutableArray<CommandLineDescriptor> Descriptors { get; }

    /// <summary>The devices, in their order.</summary>
    internal ImmutableArray<CommandLineDevice> Devices { get; }

    /// <summary>
    /// Checks the spec and writes its command line. The order of the options is in docs/command-line.md.
    /// </summary>
    /// <exception cref="MachineSpecException">The spec has problems; all of them are in the exception.</exception>
    public static CommandLine From(MachineSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var problems = spec.Check();
        return problems.IsEmpty ? CommandLineWriter.Write(spec) : throw new MachineSpecException(problems);
    }

    /// <summary>
    /// The command for a POSIX shell, an option on each line. What a shell would change is in single quotes.
    /// </summary>
    /// <param name="program">The program to put in front, such as <c>qemu-system-x86_64</c>.</param>
    public string ToShellString(string program)
    {
        ArgumentNullException.ThrowIfNull(program);
        var text = new StringBuilder(ShellQuote(program));
        foreach (var option in options)
        {
            text.Append(" \\\n  ").Append(ShellQuote(option.Name));
            if (option.Value is not null)
                text.Append(' ').Append(ShellQuote(option.Value));
        }
        return text.ToString();
    }

    private static string ShellQuote(string word) => word.Length > 0 && word.All(IsPlain)
        ? word
        : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    private static bool IsPlain(char character) =>
        char.IsAsciiLetterOrDigit(character) || "%+,-./:=@_".Contains(character, StringComparison.Ordinal);
}
