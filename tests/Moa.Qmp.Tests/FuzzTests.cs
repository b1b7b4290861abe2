using System.Text;
using System.Text.Json;

namespace Moa.Qmp.Tests;

/// <summary>Damaged streams: 50,000 of them, with <c>MOA_SOAK</c> 1,000,000. A failure names the seed that repeats it.</summary>
public sealed class FuzzTests
{
    private const string Greeting =
        "{\"QMP\": {\"version\": {\"qemu\": {\"micro\": 22, \"minor\": 2, \"major\": 7}, \"package\": \"\"}, \"capabilities\": [\"oob\"]}}\r\n";

    private static readonly QmpExecuteOptions s_outOfBand = new() { OutOfBand = true };

    private static readonly string[] s_lines =
    [
        "{\"return\": {}}\r\n",
        "{\"return\": {\"status\": \"running\", \"singlestep\": false, \"running\": true}}\r\n",
        "{\"return\": [{\"a\": [1, -2.5e3, \"\\u00e9\\\"}\"]}, null, [[[]]]]}\r\n",
        "{\"error\": {\"class\": \"GenericError\", \"desc\": \"it \\\"failed\\\"\"}}\r\n",
        "{\"return\": [], \"id\": 1}\r\n",
        "{\"timestamp\": {\"seconds\": 1700000000, \"microseconds\": 42}, \"event\": \"STOP\"}\r\n",
        "{\"timestamp\": {\"seconds\": 1700000000, \"microseconds\": 43}, \"event\": \"JOB_STATUS_CHANGE\", \"data\": {\"status\": \"created\", \"id\": \"j\"}}\r\n",
        "{\r\n    \"return\": {\r\n        \"pretty\": [\r\n            1,\r\n            {\r\n            }\r\n        ]\r\n    }\r\n}\r\n",
    ];

    private static readonly byte[][] s_spices =
    [
        "{"u8.ToArray(), "}"u8.ToArray(), "["u8.ToArray(), "]"u8.ToArray(), "\""u8.ToArray(), "\\"u8.ToArray(), "\n"u8.ToArray(),
        "\r\n"u8.ToArray(), ":"u8.ToArray(), ","u8.ToArray(), "inf"u8.ToArray(), "nan"u8.ToArray(), [0], [0xFF], [0xC3, 0x28],
        "\\ud800"u8.ToArray(), "{\"return\": 1}\r\n"u8.ToArray(), "{\"return\": 2, \"id\": 1}"u8.ToArray(), "\"return\": 3, "u8.ToArray(),
        "{\"event\": \"X\"}\n"u8.ToArray(), "{\"QMP\": {}}\n"u8.ToArray(), "garbage\n"u8.ToArray(), new byte[300],
        Encoding.ASCII.GetBytes(new string('[', 2000)), Encoding.ASCII.GetBytes(new string('9', 2000)),
    ];

    [Fact]
    public async Task No_damaged_stream_crashes_or_hangs_the_client()
    {
        var streams = Environment.GetEnvironmentVariable("MOA_SOAK") is null ? 50_000 : 1_000_000;
        await Parallel.ForEachAsync(
            Enumerable.Range(0, streams),
            TestContext.Current.CancellationToken,
            static async (seed, stop) =>
            {
                try
                {
                    await RunAsync(new Random(seed)).WaitAsync(TimeSpan.FromMinutes(1), stop);
                }
                catch (Exception e)
                {
                    throw new InvalidOperationException($"The stream of seed {seed} failed.", e);
                }
            });
    }

    private static async Task RunAsync(Random random)
    {
        var peer = new ScriptedStream();
        peer.Say(Encoding.ASCII.GetBytes(Greeting));
        var connecting = QmpClient.ConnectAsync(peer, new() { MaxMessageBytes = 64 * 1024 });
        await peer.CommandsAsync(1);
        peer.Say("{\"return\": {}}\r\n"u8.ToArray());
        await using var client = await connecting;
        using var events = client.Subscribe();

        var commands = random.Next(1, 7);
        var outOfBand = random.Next(3) == 0;
        var calls = new List<Task>();
        for (var n = 0; n < commands; n++)
        {
            calls.Add(random.Next(2) == 0
                ? CheckAsync(client.ExecuteAsync("query-status"))
                : client.ExecuteAsync("query-status", static json => JsonElement.Parse(json)).AsTask());
        }
        if (outOfBand)
            calls.Add(CheckAsync(client.ExecuteAsync("query-yank", s_outOfBand)));
        await peer.CommandsAsync(1 + calls.Count);
        var stream = Damage(random, commands);
        for (var used = 0; used < stream.Length;)
        {
            var count = Math.Min(stream.Length - used, random.Next(1, 1 << random.Next(12)));
            peer.Say(stream.AsMemory(used, count));
            used += count;
        }
        peer.HangUp();
        foreach (var call in calls)
        {
            try
            {
                await call;
            }
            catch (MoaException)
            {
                // Whatever the damage was, it is an error of ours and not another.
            }
        }
        var end = await client.Disconnected;
        Assert.True(end.Reason is QmpDisconnectReason.ClosedByPeer or QmpDisconnectReason.ProtocolViolation, $"{end.Cause}");
        while (events.TryRead(out var item))
            Assert.NotEmpty(item.Name);
    }

    /// <summary>A raw reply is valid JSON or an error.</summary>
    private static async Task CheckAsync(ValueTask<QmpReply> call)
    {
        var reply = await call;
        var reader = new Utf8JsonReader(reply.Json.Span, new JsonReaderOptions { MaxDepth = int.MaxValue });
        while (reader.Read())
        {
        }
    }

    private static byte[] Damage(Random random, int replies)
    {
        var stream = new List<byte>();
        while (replies > 0 || random.Next(3) > 0)
        {
            var line = s_lines[random.Next(s_lines.Length)];
            if (line.StartsWith("{\"return", StringComparison.Ordinal) || line.StartsWith("{\"error", StringComparison.Ordinal))
                replies--;
            stream.AddRange(Encoding.UTF8.GetBytes(line));
        }
        for (var damages = random.Next(6); damages > 0 && stream.Count > 0; damages--)
        {
            var place = random.Next(stream.Count);
            switch (random.Next(6))
            {
                case 0:
                    stream[place] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    stream.RemoveRange(place, Math.Min(stream.Count - place, random.Next(1, 1 << random.Next(8))));
                    break;
                case 2:
                    stream.InsertRange(place, stream.GetRange(place, Math.Min(stream.Count - place, random.Next(200))));
                    break;
                case 3 when random.Next(50) == 0:
                    stream.InsertRange(place, Encoding.ASCII.GetBytes(new string((char)random.Next(32, 127), 70_000)));
                    break;
                case 4:
                    stream.RemoveRange(place, stream.Count - place);
                    break;
                default:
                    stream.InsertRange(place, s_spices[random.Next(s_spices.Length)]);
                    break;
            }
        }
        return [.. stream];
    }
}
