using System.Text.Json.Nodes;
using Moa.Machines;

namespace Moa.Cli;

/// <summary>Prints what starting a machine would hand to QEMU.</summary>
internal static class PlanView
{
    public static void Print(Invocation call, MachinePlan plan)
    {
        if (call.Printer.IsText)
        {
            Console.Out.WriteLine(plan.CommandLine.ToShellString(plan.Qemu.Path));
            foreach (var descriptor in plan.CommandLine.Descriptors)
                Console.Out.WriteLine($"# descriptor {descriptor.Number}: {descriptor.Name}");
            return;
        }
        call.Printer.Item(
            new JsonObject
            {
                ["qemu"] = plan.Qemu.Path,
                ["arguments"] = new JsonArray([.. plan.CommandLine.Arguments.Select(static text => JsonValue.Create(text))]),
                ["descriptors"] = new JsonArray([.. plan.CommandLine.Descriptors.Select(static descriptor =>
                    new JsonObject { ["number"] = descriptor.Number, ["name"] = descriptor.Name })]),
            },
            "qemu");
    }
}
