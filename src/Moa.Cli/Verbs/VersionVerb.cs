using System.Reflection;
using System.Text.Json.Nodes;

namespace Moa.Cli.Verbs;

/// <summary><c>moa version</c>: the versions of Moa and of the QEMU it would use.</summary>
internal sealed class VersionVerb : Verb
{
    public VersionVerb() : base("version", "Show the versions of moa, .NET and QEMU.", "moa version", "moa version --json")
    {
    }

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancel)
    {
        var version = typeof(VersionVerb).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        call.Printer.Item(
            new JsonObject
            {
                ["moa"] = version.Split('+')[0],
                ["dotnet"] = Environment.Version.ToString(),
                ["qemu"] = await call.Host.FindQemuVersionAsync(cancel),
            },
            "moa");
        return ExitCode.Done;
    }
}
