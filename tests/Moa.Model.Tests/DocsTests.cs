using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Moa.Model.Tests;

/// <summary>The pages under docs/ about specs and command lines say what is so.</summary>
public sealed partial class DocsTests
{
    [Fact]
    public void Every_example_in_the_docs_is_a_spec_that_becomes_a_command_line()
    {
        var examples = YamlBlock().Matches(Read("spec.md")).Select(match => match.Groups[1].Value).ToList();
        Assert.NotEmpty(examples);
        foreach (var example in examples)
            CommandLine.From(SpecReader.Read(example, SpecFormat.Yaml, "spec.md"));
    }

    [Fact]
    public void The_reference_is_written_from_the_model()
    {
        var actual = new SpecReference(JsonNode.Parse(SpecSchema.Write())!.AsObject()).Write();
        var file = Path.Combine(Repository.Root, "docs", "spec-reference.md");
        if (Environment.GetEnvironmentVariable("MOA_ACCEPT_GOLDEN") == "1")
            File.WriteAllText(file, actual);
        Assert.Equal(File.ReadAllText(file), actual);
    }

    [Theory]
    [MemberData(nameof(CommandLineTests.Names), MemberType = typeof(CommandLineTests))]
    public void Options_come_in_the_documented_order(string name)
    {
        var order = Option().Matches(Read("command-line.md")).Select(match => match.Groups[1].Value).ToList();
        var options = Option().Matches("| `" + File.ReadAllText(Path.Combine(Repository.Golden, name + ".args")).Replace("\n  -", "\n| `-", StringComparison.Ordinal))
            .Select(match => match.Groups[1].Value).Where(option => option != "-msg").ToList();
        Assert.NotEmpty(options);
        Assert.Equal(options.OrderBy(order.IndexOf), options);
        Assert.DoesNotContain(options, option => !order.Contains(option));
    }

    private static string Read(string page) => File.ReadAllText(Path.Combine(Repository.Root, "docs", page));

    [GeneratedRegex("```yaml\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex YamlBlock();

    [GeneratedRegex(@"^\| `(-[A-Za-z_-]+)", RegexOptions.Multiline)]
    private static partial Regex Option();
}
