using System.Text.Json.Nodes;
using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>The host kernel's generator, by getrandom(2).</summary>
public sealed record RngBuiltin : RngBackend
{
    internal static RecordShape<RngBuiltin> Shape { get; } =
        new("rng-builtin", "The host kernel's generator, by getrandom(2).", () => new());

    internal override void Write(CommandLineWriter line, string id) =>
        line.Json("-object", new JsonObject { ["qom-type"] = "rng-builtin", ["id"] = id });
}
