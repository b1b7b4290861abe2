using Moa.Model.CommandLines;
using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>
/// UEFI in flash memory: its code, which does not change, and its variables, which are the machine's own.
/// </summary>
public sealed record PflashFirmware : Firmware
{
    /// <summary>The code, opened read-only.</summary>
    public required FormatNode Code { get; init; }

    /// <summary>The variables: a copy of the template that comes with the code, for this machine alone.</summary>
    public FormatNode? Vars { get; init; }

    /// <summary>
    /// True when only code in system management mode may write the variables, as Secure Boot wants; q35 with smm.
    /// QEMU's default: false.
    /// </summary>
    public bool? Secure { get; init; }

    internal static RecordShape<PflashFirmware> Shape { get; } = new(
        "pflash", "UEFI in flash memory.", () => new() { Code = new RawNode(Text.InputFile.Blank) },
        table => table
            .Required("code", x => x.Code, (x, v) => x with { Code = v }, FormatNodes.Shape,
                "The code, opened read-only.")
            .Member("vars", x => x.Vars, (x, v) => x with { Vars = v }, FormatNodes.Shape,
                "The variables: a copy of the template that comes with the code, for this machine alone.")
            .Flag("secure", x => x.Secure, (x, v) => x with { Secure = v },
                "True when only code in system management mode may write the variables, as Secure Boot wants.", false)
            .Rule("pflash-secure", "Secure flash needs q35 with system management mode.", (x, check) =>
            {
                if (x.Secure == true && check.Machine.EffectiveMachine is not Q35Machine { Smm: not OnOffAuto.Off })
                    check.Member("secure").Problem("It needs the q35 machine, with smm not off.");
            }));

    internal override void Write(CommandLineWriter line)
    {
        line.BlockNode(ReadOnlyCode, new Place("firmware.code", "pflash0"));
        if (Vars is not null)
            line.BlockNode(Vars, new Place("firmware.vars", "pflash1"));
        if (Secure == true)
            line.Keyval("-global", null, new() { ["driver"] = "cfi.pflash01", ["property"] = "secure", ["value"] = true });
    }

    /// <summary>The nodes as <c>-machine</c> refers to them.</summary>
    internal void AddMachineOptions(System.Text.Json.Nodes.JsonObject values)
    {
        values["pflash0"] = Code.NodeName ?? "pflash0";
        if (Vars is not null)
            values["pflash1"] = Vars.NodeName ?? "pflash1";
    }

    private FormatNode ReadOnlyCode => Code with { ReadOnly = true };
}
