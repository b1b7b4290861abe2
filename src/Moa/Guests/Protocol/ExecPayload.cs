using System.Text.Json;

namespace Moa.Guests.Protocol;

/// <summary>The payload of Exec: a program and how to start it.</summary>
internal sealed class ExecPayload : IPayload
{
    /// <summary>The program and its arguments; at least one.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>Variables set beside, or instead of, the agent's own.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The working folder; null for /.</summary>
    public string? Folder { get; init; }

    /// <summary>The terminal the program runs on; null for three pipes.</summary>
    public TerminalPayload? Terminal { get; init; }

    /// <summary>Whether the host will write to channel 0; if not, stdin is /dev/null.</summary>
    public bool Input { get; init; }

    /// <summary>Whether the program writes to the console and outlives its stream.</summary>
    public bool Detached { get; init; }

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartArray("argv"u8);
        foreach (var argument in Arguments)
            json.WriteStringValue(argument);
        json.WriteEndArray();
        if (Environment.Count > 0)
        {
            json.WriteStartObject("environment"u8);
            foreach (var (name, value) in Environment)
                json.WriteString(name, value);
            json.WriteEndObject();
        }

        if (Folder is not null)
            json.WriteString("folder"u8, Folder);
        Terminal?.Write(json);
        json.WriteBoolean("stdin"u8, Input);
        json.WriteBoolean("detached"u8, Detached);
        json.WriteEndObject();
    }

    /// <exception cref="InvalidPayloadException">The payload is not an Exec.</exception>
    public static ExecPayload Parse(ReadOnlySpan<byte> payload)
    {
        List<string> arguments = [];
        Dictionary<string, string> environment = [];
        string? folder = null;
        TerminalPayload? terminal = null;
        var (input, detached) = (false, false);
        var reader = new PayloadReader(payload);
        while (reader.NextMember())
        {
            if (reader.Is("argv"u8))
                ParseArguments(ref reader, arguments);
            else if (reader.Is("environment"u8))
                ParseEnvironment(ref reader, environment);
            else if (reader.Is("folder"u8))
                folder = reader.IsNull ? null : NoZeros(reader.Text());
            else if (reader.Is("terminal"u8))
                terminal = reader.IsNull ? null : TerminalPayload.Parse(ref reader);
            else if (reader.Is("stdin"u8))
                input = reader.Truth();
            else if (reader.Is("detached"u8))
                detached = reader.Truth();
            else
                reader.Skip();
        }

        if (arguments.Count == 0 || arguments[0].Length == 0)
            throw new InvalidPayloadException("There is no program to run.");
        return new ExecPayload
        {
            Arguments = arguments,
            Environment = environment,
            Folder = folder,
            Terminal = terminal,
            Input = input,
            Detached = detached,
        };
    }

    private static void ParseArguments(ref PayloadReader reader, List<string> arguments)
    {
        reader.EnterArray();
        while (reader.NextElement())
            arguments.Add(NoZeros(reader.Text()));
    }

    private static void ParseEnvironment(ref PayloadReader reader, Dictionary<string, string> environment)
    {
        if (reader.IsNull)
            return;
        reader.EnterObject();
        while (reader.NextMember())
        {
            var name = NoZeros(reader.MemberName);
            if (name.Length == 0 || name.Contains('='))
                throw new InvalidPayloadException($"'{name}' cannot be the name of a variable.");
            reader.Value();
            environment[name] = NoZeros(reader.Text());
        }
    }

    private static string NoZeros(string text) => text.Contains('\0')
        ? throw new InvalidPayloadException("A zero byte cannot be part of an argument, a variable or a path.")
        : text;
}
