using System.Text;

namespace Moa.Qmp.Tests;

/// <summary>Finding messages in bytes.</summary>
public sealed class MessageReaderTests
{
    private const int Limit = 64 * 1024;

    private const string Stream =
        "{\"QMP\": {\"version\": {}}}\r\n" +
        "{\"return\": {\"a\": \"}{\\\"\\\\\", \"b\": [1, {\"return\": 2}]}}\r\n" +
        "{\"timestamp\": {\"seconds\": 1, \"microseconds\": 2}, \"event\": \"STOP\", \"data\": {\"x\": [[]]}}\r\n" +
        "{\"id\": 7, \"error\": {\"class\": \"GenericError\", \"desc\": \"no\"}}\r\n" +
        "{\r\n    \"return\": {\r\n        \"pretty\": [\r\n            1\r\n        ]\r\n    }\r\n}\r\n" +
        "{\"return\": 1}{\"return\": 2}\r\n";

    private static readonly string[] Expected =
    [
        "Greeting {\"version\": {}}",
        "Return {\"a\": \"}{\\\"\\\\\", \"b\": [1, {\"return\": 2}]}",
        "Event \"STOP\" {\"x\": [[]]} {\"seconds\": 1, \"microseconds\": 2}",
        "Error {\"class\": \"GenericError\", \"desc\": \"no\"} #7",
        "Return {\r\n        \"pretty\": [\r\n            1\r\n        ]\r\n    }",
        "Return 1",
        "Return 2",
    ];

    [Fact]
    public void Messages_are_found_wherever_the_stream_is_cut()
    {
        var bytes = Encoding.UTF8.GetBytes(Stream);
        for (var cut = 0; cut <= bytes.Length; cut++)
        {
            Assert.Equal(Expected, Read([bytes[..cut], bytes[cut..]]));
        }
    }

    [Fact]
    public void Messages_are_found_byte_by_byte() =>
        Assert.Equal(Expected, Read(Encoding.UTF8.GetBytes(Stream).Chunk(1)));

    [Theory]
    [InlineData("qemu: a warning\r\n", "Unknown!")]
    [InlineData("[1, 2]\r\n", "Unknown!")]
    [InlineData("{\"return\": {\r\n", "Return!")]
    [InlineData("{\"return\": \"a\nb\"}\r\n", "Return!")]
    [InlineData("{\"return\": {\"a\"]]\r\n", "Return!")]
    [InlineData("{\"return\": 1, \"return\": 2}\r\n", "Return! 1")]
    [InlineData("{\"return\": 1, \"error\": 2}\r\n", "Return! 1")]
    [InlineData("{\"event\": \"A\", \"return\": 2}\r\n", "Unknown! \"A\"")]
    [InlineData("{\"nothing\": \"known\"}\r\n", "Unknown")]
    [InlineData("{}\r\n", "Unknown")]
    [InlineData("{:}\r\n", "Unknown")]
    [InlineData("}\r\n", "Unknown!")]
    [InlineData("{\n\"return\": {\n{\"return\": 3}\n", "Return!|Return 3")]
    public void A_damaged_message_takes_no_other_with_it(string damaged, string expected) =>
        Assert.Equal([.. expected.Split('|'), "Return 1"], Read([Encoding.UTF8.GetBytes(damaged + "{\"return\": 1}\r\n")]));

    [Theory]
    [InlineData("{\"return\": inf}\r\n", "Return inf")]
    [InlineData("{\"return\": {\"x\": nan}}\r\n", "Return {\"x\": nan}")]
    [InlineData("{\"return\": {}, \"id\": \"text\"}\r\n", "Return {} #0")]
    [InlineData("  \r\n\t{ \"return\" : 5 , \"id\" : 3 }", "Return 5 #3")]
    public void What_is_inside_a_value_is_left_to_its_reader(string text, string expected) =>
        Assert.Equal([expected], Read([Encoding.UTF8.GetBytes(text)]));

    [Theory]
    [InlineData(4096)]
    [InlineData(100_000)]
    public void A_message_above_the_limit_is_skipped_and_named(int chunk)
    {
        string large = new('x', 5 * Limit);
        var text = $"{{\"return\": [{{\"a\": \"{large}\"}}], \"id\": 12}}\r\n{{\"event\": \"E\", \"data\": \"{large}\"}}{{\"return\": 2}}\r\n";
        Assert.Equal(["Return+ #12", "Event+", "Return 2"], Read(Encoding.UTF8.GetBytes(text).Chunk(chunk)));
    }

    [Fact]
    public void A_damaged_message_is_cut_short_and_its_parts_with_it()
    {
        var text = $"{{\"timestamp\": \"{new string('x', 300)}\", \"event\": \"E\", ] {new string('y', 5000)}\r\n{{\"return\": 1}}";
        Assert.Equal(["Event!", "Return 1"], Read(Encoding.UTF8.GetBytes(text).Chunk(700)));
    }

    [Theory]
    [InlineData("x")]
    [InlineData(" ")]
    [InlineData("{\"")]
    [InlineData("{\"return\": [")]
    [InlineData("{\"return\": \"")]
    public void Endless_input_does_not_fill_the_memory(string beginning)
    {
        var reader = new MessageReader(Limit);
        var filler = Encoding.UTF8.GetBytes(beginning.PadRight(4096, beginning[^1] == '[' ? '[' : ' '));
        for (var i = 0; i < 1000; i++)
        {
            var free = reader.Free();
            Assert.InRange(free.Length, 1, 8 * Limit);
            var count = Math.Min(free.Length, filler.Length);
            filler.AsSpan(0, count).CopyTo(free.Span);
            reader.Received(count);
            Assert.False(reader.TryRead(out _));
            Array.Fill(filler, filler[^1]);
        }
        reader.Close();
    }

    [Fact]
    public void A_value_ten_thousand_levels_deep_is_one_value()
    {
        var deep = new string('[', 10_000) + new string(']', 10_000);
        Assert.Equal([$"Return {deep}"], Read(Encoding.UTF8.GetBytes($"{{\"return\": {deep}}}").Chunk(999)));
    }

    [Fact]
    public void A_buffer_given_away_keeps_its_message_and_not_the_next()
    {
        var reader = new MessageReader(Limit);
        Feed(reader, "{\"return\": 1}\r\n{\"return\": 2}\r\n"u8);
        Assert.True(reader.TryRead(out var first));
        (var start, var length) = first.Locate(first.Value);
        var given = reader.GiveAway();
        Feed(reader, "{\"return\": 3}\r\n"u8);

        Assert.Equal("1", Encoding.UTF8.GetString(given, start, length));
        Assert.True(reader.TryRead(out var second));
        Assert.Equal("2", Encoding.UTF8.GetString(second.Span(second.Value)));
        Assert.True(reader.TryRead(out var third));
        Assert.Equal("3", Encoding.UTF8.GetString(third.Span(third.Value)));
        reader.Close();
    }

    private static List<string> Read(IEnumerable<byte[]> chunks)
    {
        var reader = new MessageReader(Limit);
        var found = new List<string>();
        foreach (var chunk in chunks)
        {
            for (var used = 0; used < chunk.Length;)
            {
                var count = Feed(reader, chunk.AsSpan(used));
                used += count;
                while (reader.TryRead(out var message))
                    found.Add(Describe(message));
            }
        }
        reader.Close();
        return found;
    }

    private static int Feed(MessageReader reader, ReadOnlySpan<byte> bytes)
    {
        var free = reader.Free();
        var count = Math.Min(free.Length, bytes.Length);
        bytes[..count].CopyTo(free.Span);
        reader.Received(count);
        return count;
    }

    private static string Describe(in Message message)
    {
        var text = new StringBuilder(message.Kind.ToString());
        text.Append(message.Fault switch { MessageFault.Malformed => "!", MessageFault.TooLarge => "+", _ => "" });
        if (message.Fault != MessageFault.TooLarge)
        {
            foreach (var part in (Range[])[message.Value, message.Data, message.Timestamp])
            {
                var value = Encoding.UTF8.GetString(message.Span(part));
                if (value.Length > 0)
                    text.Append(' ').Append(value);
            }
        }
        if (message.HasId)
            text.Append(" #").Append(message.Id);
        return text.ToString();
    }
}
