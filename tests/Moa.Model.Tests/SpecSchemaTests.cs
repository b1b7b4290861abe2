using System.Text.Json.Nodes;

namespace Moa.Model.Tests;

public sealed class SpecSchemaTests
{
    private readonly JsonSchema schema = new(JsonNode.Parse(SpecSchema.Write())!);

    [Fact]
    public void Every_golden_spec_is_valid_and_every_member_of_the_model_is_in_one()
    {
        foreach (var name in Repository.GoldenNames)
            Assert.Null(schema.Validate(JsonNode.Parse(SpecWriter.WriteJson(Repository.ReadGolden(name)))!));
        Assert.Empty(schema.All.Except(schema.Met));
    }

    [Theory]
    [InlineData("""{"machine":"q35","accel":"auto","cpu":"max","smp":2,"memory":"512M","kernel":"vmlinux"}""")]
    [InlineData("""{"machine":{"type":"q35","acpi":true,"smm":"off","hpet":"off","usb":true},"start-paused":"on"}""")]
    [InlineData("""{"devices":["virtio-rng",{"type":"virtio-net","netdev":"user"},{"type":"serial","chardev":"null"}]}""")]
    [InlineData("""{"devices":[{"type":"virtio-blk","drive":{"type":"raw","file":"disk.img"}}],"boot":"cd","rtc":"localtime"}""")]
    public void Short_forms_are_valid_and_read(string json)
    {
        Assert.Null(schema.Validate(JsonNode.Parse(json)!));
        SpecReader.Read(json, SpecFormat.Json, "test");
    }

    [Theory]
    [InlineData("""{"nmae":"web"}""")]
    [InlineData("""{"machine":"q53"}""")]
    [InlineData("""{"memory":"12Q"}""")]
    [InlineData("""{"smp":{"cpus":0}}""")]
    [InlineData("""{"kernel":{}}""")]
    [InlineData("""{"devices":[{"type":"virtio-blk"}]}""")]
    [InlineData("""{"devices":{"type":"virtio-rng"}}""")]
    [InlineData("""{"start-paused":"yes"}""")]
    public void What_the_schema_refuses_is_refused_by_the_reader(string json)
    {
        Assert.NotNull(schema.Validate(JsonNode.Parse(json)!));
        Assert.Throws<MachineSpecException>(() => SpecReader.Read(json, SpecFormat.Json, "test"));
    }

    [Fact]
    public void Every_member_has_a_description() =>
        Assert.Empty(Objects(JsonNode.Parse(SpecSchema.Write())!)
            .SelectMany(each => (each["properties"] as JsonObject)?.AsEnumerable() ?? [])
            .Where(property => property.Key != "type" && property.Value!["description"] is null)
            .Select(property => property.Key));

    private static IEnumerable<JsonObject> Objects(JsonNode node) => node switch
    {
        JsonObject members => members.SelectMany(member => Objects(member.Value!)).Prepend(members),
        JsonArray items => items.SelectMany(item => Objects(item!)),
        _ => [],
    };
}
