namespace Moa.Guests;

/// <summary>A program to run in a guest, and how. Nothing here goes through a shell.</summary>
public sealed record GuestCommand
{
    /// <summary>Names a program and its arguments.</summary>
    /// <param name="program">A path in the guest, or a name to be looked for in the guest's PATH.</param>
    /// <param name="arguments">What the program gets, each as it is.</param>
    public GuestCommand(string program, params IReadOnlyList<string> arguments)
    {
        ArgumentException.ThrowIfNullOrEmpty(program);
        ArgumentNullException.ThrowIfNull(arguments);
        (Program, Arguments) = (program, arguments);
    }

    /// <summary>A path in the guest, or a name to be looked for in the guest's PATH.</summary>
    public string Program { get; init; }

    /// <summary>What the program gets, each as it is.</summary>
    public IReadOnlyList<string> Arguments { get; init; }

    /// <summary>Variables beside, or instead of, the agent's PATH and HOME. Default: none.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The working folder, an absolute path in the guest. Default: null, which is /.</summary>
    public string? Folder { get; init; }

    /// <summary>
    /// A terminal for the command, on which stderr is part of stdout. Default: null, which gives it three pipes.
    /// </summary>
    public GuestTerminal? Terminal { get; init; }

    /// <summary>
    /// Whether something will be written to <see cref="GuestProcess.StandardInput"/>. Default: false, which gives the
    /// command an empty stdin. A terminal always takes input.
    /// </summary>
    public bool TakesInput { get; init; }

    /// <summary>
    /// Whether the command goes on when nobody is interested any more. Its output goes to the guest's console. Default: false.
    /// </summary>
    public bool Detached { get; init; }
}
