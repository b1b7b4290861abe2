using System.Text.Json.Nodes;
using Moa.Model.CommandLines;

namespace Moa.Model;

/// <summary>
/// A disk image in a format. The format is always said: QEMU never guesses it from what a guest wrote.
/// </summary>
public abstract record FormatNode : BlockNode
{
    /// <summary>Where the image is.</summary>
    public required ProtocolNode File { get; init; }

    /// <summary>The node with what is below it, as <c>-blockdev</c> takes it; takes the names of all of them.</summary>
    internal JsonObject Options(CommandLineWriter line, Place place)
    {
        place = place.WithId(NodeName);
        var options = new JsonObject { ["driver"] = Driver, ["node-name"] = line.TakeId(IdSpace.BlockNode, place) };
        AddOptions(options, line, place);
        options["file"] = File.Options(line, place.Member("file", ".file"));
        return options;
    }

    private protected abstract string Driver { get; }

    private protected abstract void AddOptions(JsonObject options, CommandLineWriter line, Place place);
}
