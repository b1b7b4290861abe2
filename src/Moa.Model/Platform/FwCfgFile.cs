using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>A firmware configuration file whose content is in a file of the host.</summary>
public sealed record FwCfgFile : FwCfg
{
    /// <summary>The file, read once when the machine starts.</summary>
    public required string File { get; init; }

    internal static RecordShape<FwCfgFile> Shape { get; } = new(
        "file", "A firmware configuration file whose content is in a file of the host.",
        () => new() { Name = "opt/blank", File = Text.InputFile.Blank },
        table => table
            .FileMembers()
            .Required("file", x => x.File, (x, v) => x with { File = v }, Text.InputFile,
                "The file, read once when the machine starts."));

    internal override void Write(CommandLineWriter line) => line.Keyval("-fw_cfg", null, Shape.Options(this));
}
