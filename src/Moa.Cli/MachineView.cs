using System.Text.Json.Nodes;
using Moa.Machines;

namespace Moa.Cli;

/// <summary>A machine as <c>ls</c> and <c>inspect</c> print it; member names are stable.</summary>
internal static class MachineView
{
    public static JsonObject Brief(MachineStatus status)
    {
        var view = new JsonObject
        {
            ["name"] = status.Record.Name,
            ["id"] = status.Record.Id.ToString(),
            ["state"] = status.State.ToString().ToLowerInvariant(),
            ["image"] = status.Record.Image,
            ["created"] = Time(status.Record.Created),
            ["temporary"] = status.Record.Temporary,
            ["pid"] = status.Pid,
        };
        if (status.Exit is { } exit)
        {
            view["exit"] = new JsonObject
            {
                ["reason"] = exit.Reason.ToString(),
                ["code"] = exit.Code,
                ["signal"] = exit.Signal,
            };
        }
        return view;
    }

    public static JsonObject Full(MachineStatus status, MoaHost host)
    {
        var view = Brief(status);
        view["folder"] = host.FolderOf(status.Record);
        view["runtime"] = host.RuntimeFolderOf(status.Record);
        view["spec"] = JsonNode.Parse(status.Record.Spec.GetRawText());
        return view;
    }

    private static string Time(DateTimeOffset time) => time.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);
}
