using System.CommandLine;
using System.Text.Json.Nodes;
using Moa.Probing;

namespace Moa.Cli.Verbs;

/// <summary><c>moa doctor</c>: what this host can do, what it cannot, and how to mend that.</summary>
internal sealed class DoctorVerb : Verb
{
    private readonly Option<string?> _qemu = MachineOptions.CreateQemu();

    public DoctorVerb() : base("doctor", "Show what this host can do, what it cannot, and how to mend that.", "moa doctor", "moa doctor --json") =>
        Options.Add(_qemu);

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancel)
    {
        call.Qemu = call.Get(_qemu);
        var report = await call.Host.ExamineAsync(cancel);
        if (!call.Printer.IsText)
        {
            call.Printer.List([.. report.Findings.Select(View)], "name");
        }
        else
        {
            foreach (var finding in report.Findings)
            {
                Console.Out.WriteLine($"{Mark(finding.State),-5} {finding.Name}: {finding.Detail}");
                if (finding.Remedy is { } remedy)
                    Console.Out.WriteLine($"      -> {remedy}");
            }
        }
        return report.State == HostState.Failure ? ExitCode.HostCannot : ExitCode.Done;
    }

    private static JsonObject View(HostFinding finding) => new()
    {
        ["name"] = finding.Name,
        ["state"] = finding.State.ToString().ToLowerInvariant(),
        ["detail"] = finding.Detail,
        ["remedy"] = finding.Remedy,
    };

    private static string Mark(HostState state) => state switch
    {
        HostState.Ok => "ok",
        HostState.Failure => "FAIL",
        _ => "note",
    };
}
