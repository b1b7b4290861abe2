using System.Text.Json.Nodes;

namespace Moa.Model.Tests;

/// <summary>Any text in any member: QEMU gets exactly that, or the member is named.</summary>
public sealed class AnyTextTests
{
    private const int Count = 10_000;

    [Fact]
    public void Qemu_gets_any_text_as_it_is_or_the_text_is_refused_by_name()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var specs = Repository.GoldenNames.Select(Repository.ReadGolden).ToArray();
        var bases = specs.Select(SpecWriter.WriteJson).ToArray();
        var expected = specs.Select(Parse).ToArray();
        var (arrived, refused) = (0, 0);
        for (var i = 0; i < Count; i++)
        {
            var json = JsonNode.Parse(bases[i % bases.Length])!;
            var texts = Texts(json).ToList();
            var (path, before) = texts[random.Next(texts.Count)];
            var after = NastyText.Next(random);
            Replace(json, path, after);
            var context = $"seed {seed}, round {i}: {path} = {JsonValue.Create(after).ToJsonString()}";
            try
            {
                var changed = SpecReader.Read(json.ToJsonString(), SpecFormat.Json, "test");
                Compare(expected[i % specs.Length], Parse(changed), before, after, context);
                arrived++;
            }
            catch (MachineSpecException e)
            {
                Assert.True(e.Problems.Any(problem => problem.Path.StartsWith(path, StringComparison.Ordinal)), $"{context}\n{e.Message}");
                refused++;
            }
        }
        Assert.True(arrived > Count / 10 && refused > Count / 10, $"{arrived} arrived, {refused} were refused");
    }

    [Fact]
    public void What_is_no_text_is_refused_in_specs_made_in_code()
    {
        foreach (var text in (string[])["\ud800", "a\udfffb", "\0", "\ufdd0", "\U0001ffff"])
        {
            var problems = new MachineSpec { Name = text, ExtraArguments = ["ok", text] }.Check();
            Assert.Equal(["name", "extra-arguments[1]"], problems.Select(problem => problem.Path));
        }
    }

    // Both lines must say the same, under the same keys, but for the one text.
    private static void Compare(
        List<KeyValuePair<string, string>> expected, List<KeyValuePair<string, string>> actual, string before, string after, string context)
    {
        Assert.True(expected.Select(pair => pair.Key).SequenceEqual(actual.Select(pair => pair.Key)), context);
        var isThere = before == after;
        foreach (var (old, now) in expected.Zip(actual))
        {
            var replaced = old.Value == before ? after : before.Length > 0 ? old.Value.Replace(before, after, StringComparison.Ordinal) : old.Value;
            Assert.True(now.Value == old.Value || now.Value == replaced, context);
            isThere |= now.Value != old.Value || now.Value == after;
        }
        Assert.True(isThere, context);
    }

    // The caller's own arguments are not QEMU's to split.
    private static List<KeyValuePair<string, string>> Parse(MachineSpec spec)
    {
        var line = CommandLine.From(spec);
        var own = spec.ExtraArguments.Count;
        return
        [
            .. QemuSyntax.Parse([.. line.Arguments.SkipLast(own)]),
            .. line.Arguments.TakeLast(own).Select((argument, n) => KeyValuePair.Create($"own[{n}]", argument)),
            .. line.Descriptors.Select(descriptor => KeyValuePair.Create($"descriptor {descriptor.Number}", descriptor.Name)),
        ];
    }

    private static IEnumerable<(string Path, string Text)> Texts(JsonNode json, string path = "") => json switch
    {
        JsonObject members => members.SelectMany(member => Texts(member.Value!, path.Length == 0 ? member.Key : $"{path}.{member.Key}")),
        JsonArray items => items.SelectMany((item, n) => Texts(item!, $"{path}[{n}]")),
        JsonValue value when value.TryGetValue<string>(out var text) && !IsWord(path, text) => [(path, text)],
        _ => [],
    };

    // Words of QEMU and short notations, which another one of them replaces rightly.
    private static bool IsWord(string path, string text) =>
        text is "auto" or "on" or "off" || path.EndsWith(".type", StringComparison.Ordinal) || path.EndsWith(".addr", StringComparison.Ordinal);

    private static void Replace(JsonNode json, string path, string text)
    {
        var node = json;
        var steps = path.Split('.', '[');
        foreach (var step in steps[..^1])
            node = step.EndsWith(']') ? node[int.Parse(step[..^1])]! : node[step]!;
        if (steps[^1].EndsWith(']'))
            node[int.Parse(steps[^1][..^1])] = text;
        else
            node[steps[^1]] = text;
    }
}
