using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>A firmware configuration file whose content is in the spec.</summary>
public sealed record FwCfgString : FwCfg
{
    /// <summary>The content, at most 60,000 bytes of UTF-8; the guest gets no byte after it.</summary>
    public required string String { get; init; }

    internal static RecordShape<FwCfgString> Shape { get; } = new(
        "string", "A firmware configuration file whose content is in the spec.",
        () => new() { Name = "opt/blank", String = Text.Any.Blank },
        table => table
            .FileMembers()
            .Required("string", x => x.String, (x, v) => x with { String = v }, new TextShape { MaxBytes = 60_000 },
                "The content."));

    internal override void Write(CommandLineWriter line) => line.Keyval("-fw_cfg", null, Shape.Options(this));
}
