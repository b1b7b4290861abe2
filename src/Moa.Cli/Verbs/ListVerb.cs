using System.CommandLine;
using System.Text.Json.Nodes;
using Moa.Cli.Output;
using Moa.Machines;

namespace Moa.Cli.Verbs;

/// <summary><c>moa ls</c>: the machines, and what each is doing.</summary>
internal sealed class ListVerb : Verb
{
    private readonly Option<bool> _all = new("--all", "-a") { Description = "Also machines that do not run." };

    public ListVerb() : base("ls", "List machines.", "moa ls", "moa ls -a --json")
    {
        Aliases.Add("ps");
        Options.Add(_all);
    }

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancel)
    {
        var code = ExitCode.Done;
        var statuses = await call.Host.ListAsync(
            damaged =>
            {
                call.Note(damaged.Message);
                code = ExitCode.Failed;
            },
            cancel);
        var shown = statuses.Where(status => call.Get(_all) || status.State is not (MachineState.Created or MachineState.Stopped or MachineState.Failed));
        call.Printer.List(
            [.. shown.Select(MachineView.Brief)],
            "name",
            new Column("NAME", static item => Text(item, "name")),
            new Column("ID", static item => Text(item, "id")),
            new Column("STATE", static item => Text(item, "state")),
            new Column("IMAGE", static item => Text(item, "image")),
            new Column("CREATED", static item => Text(item, "created")),
            new Column("PID", static item => item["pid"]?.ToString()));
        return code;
    }

    private static string? Text(JsonObject item, string member) => item[member]?.GetValue<string>();
}
