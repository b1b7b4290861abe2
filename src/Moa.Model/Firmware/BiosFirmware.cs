using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>An image without memory of its own, such as SeaBIOS (QEMU's <c>-bios</c>).</summary>
public sealed record BiosFirmware : Firmware
{
    /// <summary>The image, a path or the name of one of QEMU's own.</summary>
    public required string File { get; init; }

    internal static RecordShape<BiosFirmware> Shape { get; } = new(
        "bios", "An image without memory of its own, such as SeaBIOS.", () => new() { File = Text.InputFile.Blank },
        table => table
            .Required("file", x => x.File, (x, v) => x with { File = v }, Text.InputFileOrQemus,
                "The image, a path or the name of one of QEMU's own."));

    internal override void Write(CommandLineWriter line) => line.Plain("-bios", File);
}
