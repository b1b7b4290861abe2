using System.Text;
using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>The model of CPU that the guest sees (QEMU's <c>-cpu</c>).</summary>
public sealed record Cpu
{
    /// <summary>The model: <c>host</c>, <c>max</c>, <c>qemu64</c>, <c>Skylake-Server-v4</c> and so on.</summary>
    public required string Model { get; init; }

    /// <summary>What differs from the model.</summary>
    public ValueList<CpuFeature> Features { get; init; } = [];

    internal static RecordShape<Cpu> Shape { get; } = new(
        "cpu", "The model of CPU that the guest sees.", () => new() { Model = "max" },
        table => table
            .Required("model", x => x.Model, (x, v) => x with { Model = v },
                new TextShape
                {
                    Grammar = new(
                        "^[A-Za-z0-9][A-Za-z0-9._-]*$", "A CPU model consists of letters, digits, '-', '.' and '_'.",
                        Text.IsWord),
                },
                "The model: host, max, qemu64, Skylake-Server-v4 and so on.")
            .Member("features", x => x.Features.Count == 0 ? null : x.Features, (x, v) => x with { Features = v },
                CpuFeaturesShape.Instance,
                "What differs from the model: each feature on or off, or a property and its value.")
            .Implied("model"));

    // -cpu cannot double commas: QEMU cuts at every one. The shapes let none through.
    internal void Write(CommandLineWriter line)
    {
        var text = new StringBuilder(Model);
        foreach (var feature in Features)
            text.Append(',').Append(feature.Name).Append('=').Append(feature.Value);
        line.Plain("-cpu", text.ToString());
    }
}
