using System.Text.Json.Nodes;
using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>A device file of the host, such as <c>/dev/hwrng</c>.</summary>
public sealed record RngRandom : RngBackend
{
    /// <summary>The device file. QEMU's default: /dev/urandom.</summary>
    public string? Filename { get; init; }

    internal static RecordShape<RngRandom> Shape { get; } = new(
        "rng-random", "A device file of the host, such as /dev/hwrng.", () => new(),
        table => table
            .Member("filename", x => x.Filename, (x, v) => x with { Filename = v }, Text.InputFile, "The device file.",
                "/dev/urandom"));

    internal override void Write(CommandLineWriter line, string id)
    {
        var options = new JsonObject { ["qom-type"] = "rng-random", ["id"] = id };
        Shape.AddOptions(options, this);
        line.Json("-object", options);
    }
}
