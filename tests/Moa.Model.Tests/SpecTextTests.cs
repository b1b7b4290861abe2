using System.Text.Json.Nodes;

namespace Moa.Model.Tests;

/// <summary>Specs as text: what is written reads back as the same spec.</summary>
public sealed class SpecTextTests
{
    private const int Count = 2_000;

    [Fact]
    public void What_is_written_reads_back_equal_from_json_and_from_yaml()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var bases = Repository.GoldenNames.Select(name => SpecWriter.WriteJson(Repository.ReadGolden(name))).ToArray();
        var whole = 0;
        for (var i = 0; i < Count; i++)
        {
            var json = JsonNode.Parse(bases[i % bases.Length])!;
            Thin(json, random);
            if (TryRead(json.ToJsonString()) is not { } spec)
                continue;
            var text = SpecWriter.WriteJson(spec);
            Assert.True(spec == SpecReader.Read(text, SpecFormat.Json, "json"), $"seed {seed}, round {i}:\n{text}");
            Assert.True(spec == SpecReader.Read(text, SpecFormat.Yaml, "yaml"), $"seed {seed}, round {i}:\n{text}");
            whole++;
        }
        Assert.True(whole > Count / 4, $"{whole} of {Count} were specs");
    }

    [Fact]
    public void Specs_that_say_the_same_are_equal_and_a_difference_deep_inside_shows()
    {
        foreach (var name in Repository.GoldenNames)
            Assert.Equal(Repository.ReadGolden(name), Repository.ReadGolden(name));
        var spec = Repository.ReadGolden("disks");
        var disk = (VirtioBlk)spec.Devices[1];
        var other = spec with { Devices = [spec.Devices[0], disk with { Drive = disk.Drive with { ReadOnly = true } }, spec.Devices[2]] };
        Assert.NotEqual(spec, other);
    }

    [Fact]
    public void Sizes_are_written_as_bytes_and_what_is_not_said_is_not_written() =>
        Assert.Equal(
            """
            {
              "machine": {
                "type": "q35"
              },
              "memory": {
                "size": 268435456
              }
            }

            """,
            SpecWriter.WriteJson(new MachineSpec { Machine = new Q35Machine(), Memory = new() { Size = ByteSize.Parse("256M") } }));

    // Leaves out about every tenth member and item.
    private static void Thin(JsonNode node, Random random)
    {
        if (node is JsonObject members)
        {
            foreach (var (name, value) in members.ToList())
            {
                if (random.Next(10) == 0)
                    members.Remove(name);
                else
                    Thin(value!, random);
            }
        }
        else if (node is JsonArray items)
        {
            for (var i = items.Count - 1; i >= 0; i--)
            {
                if (random.Next(10) == 0)
                    items.RemoveAt(i);
                else
                    Thin(items[i]!, random);
            }
        }
    }

    private static MachineSpec? TryRead(string text)
    {
        try
        {
            return SpecReader.Read(text, SpecFormat.Json, "test");
        }
        catch (MachineSpecException)
        {
            return null;
        }
    }
}
