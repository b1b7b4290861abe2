using System.Text;

namespace Moa.Model.Tests;

/// <summary>Texts that are no specs, by mistake or on purpose: one clear problem with its position, at once.</summary>
public sealed class HostileTextTests
{
    [Theory]
    [InlineData("a: &a [x]\nname: *a", "test:2:7: name: An alias stands here; a spec has none. Write the value itself.")]
    [InlineData("name: &a web", "test:1:7: name: The anchor '&a' stands here; a spec has none.")]
    [InlineData("name: !!binary aGk=", "test:1:7: name: The tag 'tag:yaml.org,2002:binary' stands here; a spec has none.")]
    [InlineData("name: web\nname: db", "test:2:1: name: 'name' was said before, in line 1.")]
    [InlineData("name: web\n---\nname: db", "test:2:1: A second document begins here; a spec is one.")]
    [InlineData("? [a, b]\n: c", "test:1:3: The name of a member must be text.")]
    [InlineData("name: [a", "This is not YAML")]
    [InlineData("name:\tweb: x", "This is not YAML")]
    [InlineData("name: \"\\ud800\"", "This is not YAML")]
    [InlineData("", "test:1:1: This must be a map (spec), but it is empty.")]
    [InlineData("- name: web", "test:1:1: This must be a map (spec), but it is a list.")]
    [InlineData("<<: {name: web}", "test:1:1: ['<<']: '<<' is no member of spec.")]
    public void Yaml_that_is_no_spec(string text, string message) => Assert.Contains(message, Problems(text, SpecFormat.Yaml), StringComparison.Ordinal);

    [Theory]
    [InlineData("{\"name\":\"web\",\n \"name\":\"db\"}", "test:2:2: name: 'name' was said before, in line 1.")]
    [InlineData("{\"name\": 5}", "test:1:10: name: This must be text, but it is the number 5; put it in quotes.")]
    [InlineData("{\"é😀\": 5}", "test:1:2: ['é😀']: 'é😀' is no member of spec.")]
    [InlineData("{\"x\": \"é😀\", \"name\": 5}", "test:1:22: name: This must be text")]
    [InlineData("{\"name\": \"a\\ud800b\"}", "test:1:10: The text of name is no valid Unicode.")]
    [InlineData("{\"name\": \"web\"} {}", "This is not JSON")]
    [InlineData("{\"name\": // web\n 1}", "This is not JSON")]
    [InlineData("{\"name\":", "This is not JSON")]
    [InlineData("", "This is not JSON")]
    [InlineData("null", "test:1:1: This must be a map (spec), but it is null.")]
    [InlineData("{\"uuid\": null, \"smp\": {\"cpus\": 1e3}}", "test:1:32: smp.cpus: This must be a whole number from 1 to 4096, but it is the number 1e3.")]
    public void Json_that_is_no_spec(string text, string message) => Assert.Contains(message, Problems(text, SpecFormat.Json), StringComparison.Ordinal);

    [Theory]
    [InlineData(SpecFormat.Yaml)]
    [InlineData(SpecFormat.Json)]
    public void A_text_of_100_megabytes_is_refused_where_it_becomes_too_long(SpecFormat format)
    {
        var text = string.Concat(Enumerable.Repeat(new string(' ', 1023) + "\n", 100 * 1024));
        Assert.Equal($"test:1025:1: The text has {text.Length} characters, more than the 1048576 that a spec can have.", Problems(text, format));
    }

    [Theory]
    [InlineData("[", SpecFormat.Yaml)]
    [InlineData("{a: ", SpecFormat.Yaml)]
    [InlineData("- ", SpecFormat.Yaml)]
    [InlineData("[", SpecFormat.Json)]
    [InlineData("{\"a\":", SpecFormat.Json)]
    public void Nesting_has_an_end(string open, SpecFormat format) =>
        Assert.Matches("nested more than 32 deep|This is not (JSON|YAML)", Problems(string.Concat(Enumerable.Repeat(open, 100_000)), format));

    [Theory]
    [InlineData("devices:\n", "- {type: virtio-rng}\n", "")]
    [InlineData("", "a:\n", "")]
    [InlineData("devices: [", "x, ", "]")]
    public void The_number_of_values_has_an_end(string start, string each, string end) =>
        Assert.Contains("a spec has at most 10000", Problems(start + string.Concat(Enumerable.Repeat(each, 20_000)) + end, SpecFormat.Yaml), StringComparison.Ordinal);

    [Fact]
    public void A_billion_laughs_are_refused()
    {
        var text = new StringBuilder("a0: &a0 [lol]\n");
        for (var i = 1; i < 30; i++)
            text.Append($"a{i}: &a{i} [*a{i - 1}, *a{i - 1}, *a{i - 1}, *a{i - 1}, *a{i - 1}, *a{i - 1}, *a{i - 1}, *a{i - 1}, *a{i - 1}]\n");
        Assert.Contains("The anchor '&a0' stands here", Problems(text.ToString(), SpecFormat.Yaml), StringComparison.Ordinal);
    }

    [Fact]
    public void No_more_than_a_hundred_problems_are_reported()
    {
        var text = string.Join('\n', Enumerable.Range(0, 5_000).Select(i => $"member{i}: 1"));
        var e = Assert.Throws<MachineSpecException>(() => SpecReader.Read(text, SpecFormat.Yaml, "test"));
        Assert.Equal(100, e.Problems.Length);
    }

    [Theory]
    [InlineData("memory: 9999999999999999999E")]
    [InlineData("memory: 99999999999999999999999999999999999999999")]
    [InlineData("smp: 99999999999999999999")]
    [InlineData("smp: -1")]
    [InlineData("devices: [{type: virtio-rng, max-bytes: 0xFFFFFFFFFFFFFFFFFFFF}]")]
    [InlineData("memory: 1K")]
    public void Absurd_numbers_are_refused(string text) => Assert.StartsWith("test:1:", Problems(text, SpecFormat.Yaml), StringComparison.Ordinal);

    private static string Problems(string text, SpecFormat format) =>
        string.Join("\n", Assert.Throws<MachineSpecException>(() => SpecReader.Read(text, format, "test")).Problems);
}
