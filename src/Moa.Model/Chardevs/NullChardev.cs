using System.Text.Json.Nodes;
using Moa.Model.CommandLines;
using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>Takes everything and gives nothing.</summary>
public sealed record NullChardev : Chardev
{
    internal static RecordShape<NullChardev> Shape { get; } = new(
        "null", "Takes everything and gives nothing.", () => new(), table => table.BackendMembers());

    internal override string Backend => "null";

    internal override void AddOptions(JsonObject values, CommandLineWriter line, Place place) =>
        Shape.AddOptions(values, this);
}
