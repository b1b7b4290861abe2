namespace Moa.Model;

/// <summary>One thing that is wrong with a <see cref="MachineSpec"/>.</summary>
/// <param name="Path">Where in the spec, as <c>devices[2].drive.file</c>; empty for the spec as a whole.</param>
/// <param name="Message">What is wrong and what would be right: a sentence.</param>
public sealed record SpecProblem(string Path, string Message)
{
    /// <summary>
    /// The name of the rule that was broken, such as <c>smp-product</c>; null for a problem of one value.
    /// </summary>
    public string? Rule { get; init; }

    /// <summary>The file or other source the spec was read from; null for a spec made in code.</summary>
    public string? Source { get; init; }

    /// <summary>The line in the source, from 1; null for a spec made in code.</summary>
    public int? Line { get; init; }

    /// <summary>The column in the line, from 1, in UTF-16 units; null for a spec made in code.</summary>
    public int? Column { get; init; }

    /// <summary>The problem on one line: <c>web.yaml:12:5: devices[2].drive: ... [rule]</c>.</summary>
    public override string ToString()
    {
        var position = Line is null ? Source : $"{Source}:{Line}:{Column}";
        var place = string.Join(": ", new[] { position, Path }.Where(part => !string.IsNullOrEmpty(part)));
        var rule = Rule is null ? "" : $" [{Rule}]";
        return place.Length == 0 ? Message + rule : $"{place}: {Message}{rule}";
    }
}
