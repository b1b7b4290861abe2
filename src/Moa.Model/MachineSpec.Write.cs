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
        line.Flag("-no-user-config");
        line.Flag("-nodefaults");
        line.Plain("-sandbox", Sandbox);
        line.Keyval("-machine", EffectiveMachine.QemuName, EffectiveMachine.Options());
        Accelerator?.Write(line);
        Memory?.Write(line);
        line.Plain("-uuid", Uuid?.ToString("D"));
        Kernel?.Write(line);
        for (var i = 0; i < Monitors.Count; i++)
            Monitors[i].Write(line, $"monitors[{i}]");
        for (var i = 0; i < Devices.Count; i++)
        {
            var assigned = line.NextId(Model.Devices.Shape.CaseOf(Devices[i]).Name);
            Devices[i].Write(line, new Place($"devices[{i}]", assigned).WithId(Devices[i].Id));
        }
        line.Plain("-display", "none");
        if (StartPaused == true)
            line.Flag("-S");
    }
}
