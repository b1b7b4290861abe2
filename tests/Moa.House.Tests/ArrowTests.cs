using System.Reflection;

namespace Moa.House.Tests;

/// <summary>An arrow between assemblies goes down only (docs/architecture.md).</summary>
public sealed class ArrowTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Moa.Model"] = ["YamlDotNet"],
        ["Moa.Qmp"] = [],
        ["Moa.Images"] = [],
        ["Moa.Testing"] = ["Moa.Qmp"],
        ["Moa"] = ["Moa.Model", "Moa.Qmp", "Moa.Images", "Microsoft.Extensions.Logging.Abstractions"],
        ["Moa.Cli"] = ["Moa", "Moa.Model", "Moa.Qmp", "Moa.Images", "System.CommandLine", "Microsoft.Extensions.Logging.Abstractions"],
    };

    public static TheoryData<string> Assemblies => [.. Allowed.Keys];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void An_assembly_uses_only_what_lies_below_it(string name)
    {
        var references = Assembly.Load(name).GetReferencedAssemblies()
            .Select(static reference => reference.Name!)
            .Where(static reference => reference == "System.CommandLine" || !IsFramework(reference))
            .Except(Allowed[name]);
        Assert.Empty(references);
    }

    [Fact]
    public void Every_library_is_held()
    {
        var libraries = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .Select(Path.GetFileNameWithoutExtension)
            .Except(["Moa.Keeper", "Moa.GuestAgent"]);
        Assert.Equal(Allowed.Keys.Order(), libraries.Order());
    }

    private static bool IsFramework(string assembly) =>
        assembly.StartsWith("System.", StringComparison.Ordinal) || assembly == "Microsoft.Win32.Primitives";
}
