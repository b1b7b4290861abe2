using System.Text.Json.Nodes;
using Moa.Model.CommandLines;

namespace Moa.Model;

public sealed partial record MachineSpec
{
    // What the process may not do once it runs: no new programs, no other privileges, no new scheduling.
    private const string Sandbox = "on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny";

    internal void Write(CommandLineWriter line)
    {
        if (Name is not null)
            line.Keyval("-name", null, new JsonObject { ["guest"] = Name });
        if (UserConfig != true)
            line.Flag("-no-user-config");
        if (Defaults != true)
            line.Flag("-nodefaults");
        line.Plain("-sandbox", Sandbox);
        WriteMachine(line);
        WriteBoot(line);
        for (var i = 0; i < Monitors.Count; i++)
            Monitors[i].Write(line, $"monitors[{i}]");
        for (var i = 0; i < Devices.Count; i++)
        {
            var assigned = line.NextId(Model.Devices.Shape.NameOf(Devices[i]));
            Devices[i].Write(line, new Place($"devices[{i}]", assigned).WithId(Devices[i].Id));
        }
        line.Plain("-display", "none");
        Actions?.Write(line);
        if (StartPaused == true)
            line.Flag("-S");
    }

    private void WriteMachine(CommandLineWriter line)
    {
        var machine = EffectiveMachine.Options();
        (Firmware as PflashFirmware)?.AddMachineOptions(machine);
        line.Keyval("-machine", EffectiveMachine.QemuName, machine);
        Accelerator?.Write(line);
        Cpu?.Write(line);
        Smp?.Write(line);
        Memory?.Write(line);
        line.Plain("-uuid", Uuid?.ToString("D"));
        foreach (var table in Smbios)
            table.Write(line);
        Rtc?.Write(line);
    }

    private void WriteBoot(CommandLineWriter line)
    {
        Firmware?.Write(line);
        Boot?.Write(line);
        Kernel?.Write(line);
        foreach (var file in FwCfg)
            file.Write(line);
    }
}
