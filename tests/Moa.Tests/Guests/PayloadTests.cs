using System.Text;
using Moa.Guests.Protocol;

namespace Moa.Tests.Guests;

/// <summary>What the JSON payloads say, and what they may not.</summary>
public sealed class PayloadTests
{
    [Fact]
    public void An_exec_comes_back_as_it_was()
    {
        var sent = new ExecPayload
        {
            Arguments = ["sh", "-c", "echo \"ä\"\n"],
            Environment = new Dictionary<string, string> { ["A"] = "1", ["B"] = "" },
            Folder = "/tmp",
            Terminal = new TerminalPayload(24, 80, "xterm"),
            Input = true,
            Detached = true,
        };
        var received = ExecPayload.Parse(PayloadWriter.ToBytes(sent));
        Assert.Equal(sent.Arguments, received.Arguments);
        Assert.Equal(sent.Environment, received.Environment);
        Assert.Equal((sent.Folder, sent.Terminal, true, true), (received.Folder, received.Terminal, received.Input, received.Detached));
    }

    [Fact]
    public void What_is_not_said_has_its_default()
    {
        var received = ExecPayload.Parse("""{"argv":["true"]}"""u8);
        Assert.Empty(received.Environment);
        Assert.Equal((null, null, false, false), (received.Folder, received.Terminal, received.Input, received.Detached));
    }

    [Fact]
    public void Members_of_later_versions_are_ignored()
    {
        var received = ExecPayload.Parse(
            """{"user":{"name":["x",{}]},"argv":["true"],"terminal":{"colors":3,"rows":2},"stdin":true,"x":null}"""u8);
        Assert.Equal(["true"], received.Arguments);
        Assert.Equal(2, received.Terminal!.Rows);
        Assert.True(received.Input);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("""{"argv":[]}""")]
    [InlineData("""{"argv":[""]}""")]
    [InlineData("""{"argv":"true"}""")]
    [InlineData("""{"argv":[1]}""")]
    [InlineData("""{"argv":[["true"]]}""")]
    [InlineData("""{"argv":["a\u0000b"]}""")]
    [InlineData("""{"argv":["true"],"environment":{"":"x"}}""")]
    [InlineData("""{"argv":["true"],"environment":{"A=B":"x"}}""")]
    [InlineData("""{"argv":["true"],"environment":{"A":1}}""")]
    [InlineData("""{"argv":["true"],"environment":["A"]}""")]
    [InlineData("""{"argv":["true"],"folder":5}""")]
    [InlineData("""{"argv":["true"],"terminal":{"rows":65536}}""")]
    [InlineData("""{"argv":["true"],"terminal":{"rows":-1}}""")]
    [InlineData("""{"argv":["true"],"terminal":{"rows":1.5}}""")]
    [InlineData("""{"argv":["true"],"terminal":true}""")]
    [InlineData("""{"argv":["true"],"stdin":"yes"}""")]
    [InlineData("""{"argv":["\ud800"]}""")]
    public void An_exec_that_makes_no_sense_is_refused(string json) =>
        Assert.Throws<InvalidPayloadException>(() => ExecPayload.Parse(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void Invalid_utf8_is_refused() =>
        Assert.Throws<InvalidPayloadException>(() => ExecPayload.Parse([.. "{\"argv\":[\""u8, 0xFF, 0xC0, .. "\"]}"u8]));

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"code":1,"signal":2}""")]
    [InlineData("""{"code":"1"}""")]
    [InlineData("""{"code":99999999999}""")]
    public void An_exit_that_makes_no_sense_is_refused(string json) =>
        Assert.Throws<InvalidPayloadException>(() => ExitPayload.Parse(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void Damaged_payloads_are_refused_or_read_and_nothing_else()
    {
        var random = new Random(7);
        byte[][] valid =
        [
            """{"argv":["sh","-c","x"],"environment":{"A":"b"},"folder":"/","terminal":{"rows":1,"columns":2,"type":"t"},"stdin":true}"""u8.ToArray(),
            """{"protocol":1,"agent":"1","kernel":"6","architecture":"x","features":["a","b"]}"""u8.ToArray(),
            """{"error":"invalid","message":"m"}"""u8.ToArray(),
        ];
        for (var i = 0; i < Mutation.Count; i++)
        {
            var bytes = Mutation.Of(valid[i % valid.Length], random);
            try
            {
                ExecPayload.Parse(bytes);
                HelloPayload.Parse(bytes);
                FailedPayload.Parse(bytes);
                ExitPayload.Parse(bytes);
                StartedPayload.Parse(bytes);
                PowerPayload.Parse(bytes);
            }
            catch (InvalidPayloadException)
            {
                continue;
            }
        }
    }
}
