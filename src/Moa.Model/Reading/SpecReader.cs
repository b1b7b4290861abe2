using Moa.Model.Reading;

namespace Moa.Model;

/// <summary>Reads specs from YAML and JSON.</summary>
public static class SpecReader
{
    /// <summary>
    /// Reads a spec and checks it (<see cref="MachineSpec.Check"/>). A spec has at most 1,048,576 characters and 10,000
    /// values, nested at most 32 deep, each member of a map once, and no member that the model does not know.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="format">How it is written.</param>
    /// <param name="sourceName">What problems name as their source: the file's name.</param>
    /// <exception cref="MachineSpecException">
    /// The text is no spec, or one with problems. All problems are in the exception, the first 100 with their lines; a
    /// text that is not even YAML or JSON has one.
    /// </exception>
    public static MachineSpec Read(string text, SpecFormat format, string sourceName)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(sourceName);
        var reading = new SpecReading(sourceName);
        var tree = Parse(text, format, sourceName, reading);
        var spec = (MachineSpec)(MachineSpec.Shape.Read(tree, reading) ?? MachineSpec.Shape.Blank);
        if (!reading.IsFull)
        {
            foreach (var problem in spec.Check())
                reading.AddChecked(problem);
        }
        return reading.Problems.Count == 0
            ? spec
            : throw new MachineSpecException(reading.Problems.OrderBy(problem => problem.Line).ThenBy(problem => problem.Column));
    }

    private static SpecNode Parse(string text, SpecFormat format, string sourceName, SpecReading reading)
    {
        try
        {
            return format == SpecFormat.Json ? JsonTree.Parse(text, reading) : YamlTree.Parse(text, reading);
        }
        catch (SpecTreeException e)
        {
            throw new MachineSpecException(
                [new SpecProblem("", e.Message) { Source = sourceName, Line = e.Line, Column = e.Column }]);
        }
    }
}
