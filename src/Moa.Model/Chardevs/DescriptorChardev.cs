using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Moa.Model.CommandLines;
using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>
/// A listening socket that QEMU inherits from whoever starts it. The name stands for the descriptor: the command line
/// says which number goes with it (<see cref="CommandLine.Descriptors"/>).
/// </summary>
public sealed record DescriptorChardev : Chardev
{
    /// <summary>Makes one; set <see cref="Name"/>.</summary>
    public DescriptorChardev()
    {
    }

    /// <summary>Makes one of this name.</summary>
    [SetsRequiredMembers]
    public DescriptorChardev(string name) => Name = name;

    /// <summary>What the socket is called between the spec and whoever starts QEMU; a name of its own.</summary>
    public required string Name { get; init; }

    internal static RecordShape<DescriptorChardev> Shape { get; } = new(
        "descriptor", "A listening socket that QEMU inherits.", () => new(Text.Id.Blank),
        table => table
            .Required("name", x => x.Name, (x, v) => x with { Name = v }, Text.Id,
                "What the socket is called between the spec and whoever starts QEMU.", option: null)
            .BackendMembers());

    internal override string Backend => "socket";

    internal override void AddOptions(JsonObject values, CommandLineWriter line, Place place)
    {
        values["fd"] = line.Descriptor(Name, place.Path);
        values["server"] = true;
        values["wait"] = false;
        Shape.AddOptions(values, this);
    }
}
