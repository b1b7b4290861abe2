using System.Text.Json.Nodes;
using Moa.Model.CommandLines;

namespace Moa.Model;

/// <summary>Where the bytes of an image are.</summary>
public abstract record ProtocolNode : BlockNode
{
    /// <summary>The node as <c>-blockdev</c> takes it; takes its name.</summary>
    internal JsonObject Options(CommandLineWriter line, Place place)
    {
        place = place.WithId(NodeName);
        var options = new JsonObject { ["driver"] = Driver, ["node-name"] = line.TakeId(IdSpace.BlockNode, place) };
        AddOptions(options);
        return options;
    }

    private protected abstract string Driver { get; }

    private protected abstract void AddOptions(JsonObject options);
}
