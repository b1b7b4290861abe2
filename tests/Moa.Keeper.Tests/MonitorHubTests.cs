using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Moa.Interop.Linux;
using Moa.Launching;

namespace Moa.Keeper.Tests;

/// <summary>QEMU's one monitor, shared: each client sees an ordinary QMP server.</summary>
public sealed class MonitorHubTests : IAsyncLifetime
{
    private readonly TestMachine machine = new();
    private QemuProcess process = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => process = await QemuProcess.StartAsync(machine.Stopped(), Cancelled);

    public async ValueTask DisposeAsync()
    {
        await process.DisposeAsync();
        Assert.False(Directory.Exists(machine.Runtime));
        machine.Dispose();
    }

    [Fact]
    public async Task The_greeting_is_QEMUs_own()
    {
        using var client = await QmpTestClient.OpenAsync(process.QmpPath, Cancelled);
        var greeting = JsonDocument.Parse(client.Greeting).RootElement.GetProperty("QMP");
        Assert.Equal(JsonValueKind.Number, greeting.GetProperty("version").GetProperty("qemu").GetProperty("major").ValueKind);
        Assert.Equal("oob", greeting.GetProperty("capabilities")[0].GetString());
    }

    [Fact]
    public async Task Negotiation_is_asked_for_once_and_once_only()
    {
        using var client = await QmpTestClient.OpenAsync(process.QmpPath, Cancelled);
        AssertError("CommandNotFound", 1, await client.CommandAsync("{\"execute\":\"query-status\",\"id\":1}", Cancelled));
        AssertError("GenericError", 2, await client.CommandAsync("{\"execute\":\"qmp_capabilities\",\"arguments\":{\"enable\":[\"flying\"]},\"id\":2}", Cancelled));
        Assert.Contains("\"return\"", await client.CommandAsync("{\"execute\":\"qmp_capabilities\",\"id\":3}", Cancelled));
        AssertError("CommandNotFound", 4, await client.CommandAsync("{\"execute\":\"qmp_capabilities\",\"id\":4}", Cancelled));
        AssertError("GenericError", 5, await client.CommandAsync("{\"exec-oob\":\"query-yank\",\"id\":5}", Cancelled));
        Assert.Contains("\"return\"", await client.CommandAsync("{\"execute\":\"query-status\"}", Cancelled));
    }

    [Fact]
    public async Task Events_go_to_all_who_have_negotiated_and_to_no_other()
    {
        using var one = await QmpTestClient.ConnectAsync(process.QmpPath, Cancelled);
        using var two = await QmpTestClient.ConnectAsync(process.QmpPath, Cancelled);
        using var early = await QmpTestClient.OpenAsync(process.QmpPath, Cancelled);
        await one.CommandAsync("{\"execute\":\"cont\"}", Cancelled);
        await one.CommandAsync("{\"execute\":\"stop\"}", Cancelled);
        await two.CommandAsync("{\"execute\":\"query-status\"}", Cancelled);
        foreach (var client in new[] { one, two })
        {
            Assert.Contains(client.Events, static line => line.Contains("RESUME", StringComparison.Ordinal));
            Assert.Contains(client.Events, static line => line.Contains("STOP", StringComparison.Ordinal));
        }
        await early.CommandAsync("{\"execute\":\"qmp_capabilities\"}", Cancelled);
        Assert.Empty(early.Events);
    }

    [Fact]
    public async Task Of_300_interleaved_commands_each_is_answered_to_its_sender_in_order()
    {
        var clients = new List<QmpTestClient>();
        for (var i = 0; i < 4; i++)
            clients.Add(await QmpTestClient.ConnectAsync(process.QmpPath, Cancelled));
        await Task.WhenAll(clients.Select((client, who) => Task.Run(async () =>
        {
            for (var number = 0; number < 75; number++)
                await client.SendAsync($"{{\"execute\":\"query-{(number % 3 == 0 ? "nothing" : "status")}\",\"id\":[\"{who}\",{number}]}}", Cancelled);
            for (var number = 0; number < 75; number++)
            {
                var reply = JsonDocument.Parse(await client.ReplyAsync(Cancelled)).RootElement;
                Assert.Equal($"{who}", reply.GetProperty("id")[0].GetString());
                Assert.Equal(number, reply.GetProperty("id")[1].GetInt32());
                Assert.True(reply.TryGetProperty(number % 3 == 0 ? "error" : "return", out _));
            }
        }, Cancelled)));
        clients.ForEach(static client => client.Dispose());
    }

    [Fact]
    public async Task Clients_that_leave_in_the_middle_take_nobodys_replies_with_them()
    {
        using var stays = await QmpTestClient.ConnectAsync(process.QmpPath, Cancelled);
        for (var round = 0; round < 5; round++)
        {
            var leaves = await QmpTestClient.ConnectAsync(process.QmpPath, Cancelled);
            for (var i = 0; i < 12; i++)
                await leaves.SendAsync("{\"execute\":\"query-qmp-schema\"}", Cancelled);
            leaves.Socket.LingerState = new LingerOption(true, 0);
            leaves.Dispose();
            var reply = await stays.CommandAsync($"{{\"execute\":\"query-status\",\"id\":{round}}}", Cancelled);
            Assert.Equal(round, JsonDocument.Parse(reply).RootElement.GetProperty("id").GetInt32());
        }
    }

    [Fact]
    public async Task Descriptors_arrive_with_their_own_commands_from_two_clients_at_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 2).Select(who => Task.Run(async () =>
        {
            using var client = await QmpTestClient.ConnectAsync(process.QmpPath, Cancelled);
            for (var i = 0; i < 100; i++)
            {
                using var file = NativeFile.Open("/dev/null", Libc.O_RDWR);
                var command = Encoding.UTF8.GetBytes($"{{\"execute\":\"getfd\",\"arguments\":{{\"fdname\":\"f{who}x{i}\"}}}}");
                Assert.Equal(command.Length, UnixSocket.Send(client.Socket.SafeHandle, command, [file]));
                await client.SendAsync("{\"execute\":\"query-status\"}", Cancelled);
            }
            for (var i = 0; i < 200; i++)
                Assert.Contains("return", await client.ReplyAsync(Cancelled));
            for (var i = 0; i < 100; i++)
                Assert.Contains("return", await client.CommandAsync($"{{\"execute\":\"closefd\",\"arguments\":{{\"fdname\":\"f{who}x{i}\"}}}}", Cancelled));
        }, Cancelled)));
    }

    [Fact]
    public async Task A_descriptor_reaches_QEMU_as_the_file_it_is()
    {
        using var client = await QmpTestClient.ConnectAsync(process.QmpPath, Cancelled);
        using var file = new FileStream(machine.File("passed"), FileMode.Create);
        var command = "{\"execute\":\"add-fd\"}"u8.ToArray();
        UnixSocket.Send(client.Socket.SafeHandle, command, [file.SafeFileHandle]);
        var number = JsonDocument.Parse(await client.ReplyAsync(Cancelled)).RootElement.GetProperty("return").GetProperty("fd").GetInt32();
        Assert.Equal(machine.File("passed"), Leftovers.Descriptors(process.Pid)[number]);
        Assert.DoesNotContain(machine.File("passed"), Leftovers.Descriptors((int)Leftovers.Status(process.Pid, "PPid")).Values);
    }

    [Theory]
    [InlineData(",\"id\":\"mine\"", "\"mine\"")]
    [InlineData(",\"id\":{\"a\":[1,2]}", "{\"a\": [1, 2]}")]
    [InlineData("", null)]
    public async Task Out_of_band_replies_carry_the_clients_own_id(string member, string? expected)
    {
        using var client = await QmpTestClient.ConnectAsync(process.QmpPath, Cancelled, outOfBand: true);
        foreach (var (command, part) in new[] { ("query-yank", "return"), ("query-status", "error"), ("no-such-command", "error") })
        {
            var reply = JsonDocument.Parse(await client.CommandAsync($"{{\"exec-oob\":\"{command}\"{member}}}", Cancelled)).RootElement;
            Assert.True(reply.TryGetProperty(part, out _));
            Assert.Equal(expected is not null, reply.TryGetProperty("id", out var id));
            if (expected is not null)
                Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(expected).RootElement, id));
            Assert.Equal(expected is null ? 1 : 2, reply.EnumerateObject().Count());
        }
    }

    [Fact]
    public async Task Out_of_band_commands_between_others_change_no_order()
    {
        using var client = await QmpTestClient.ConnectAsync(process.QmpPath, Cancelled, outOfBand: true);
        for (var i = 0; i < 100; i++)
        {
            await client.SendAsync($"{{\"execute\":\"query-status\",\"id\":{i}}}", Cancelled);
            await client.SendAsync($"{{\"exec-oob\":\"query-yank\",\"id\":\"o{i}\"}}", Cancelled);
        }
        var (next, nextOutOfBand) = (0, 0);
        for (var i = 0; i < 200; i++)
        {
            var id = JsonDocument.Parse(await client.ReplyAsync(Cancelled)).RootElement.GetProperty("id");
            if (id.ValueKind == JsonValueKind.Number)
                Assert.Equal(next++, id.GetInt32());
            else
                Assert.Equal($"o{nextOutOfBand++}", id.GetString());
        }
    }

    [Theory]
    [InlineData("01\n")]
    [InlineData("}\n")]
    [InlineData("[1,2]\n")]
    [InlineData("{\"execute\":\"query-status\",}\n")]
    [InlineData("{'execute':'query-status'}\n")]
    [InlineData("{\"execute\":01}\n")]
    [InlineData("{]}\n")]
    [InlineData("{\"execute\":\"a\u0001b\"}\n")]
    public async Task What_is_no_JSON_is_refused_and_shifts_nobodys_replies(string garbage)
    {
        using var bad = await QmpTestClient.ConnectAsync(process.QmpPath, Cancelled);
        using var good = await QmpTestClient.ConnectAsync(process.QmpPath, Cancelled);
        await good.SendAsync("{\"execute\":\"query-status\",\"id\":1}", Cancelled);
        await bad.SendAsync(garbage, Cancelled);
        await good.SendAsync("{\"execute\":\"query-status\",\"id\":2}", Cancelled);
        Assert.Contains("\"error\"", await bad.ReplyAsync(Cancelled));
        Assert.Contains("\"id\": 1", await good.ReplyAsync(Cancelled));
        Assert.Contains("\"id\": 2", await good.ReplyAsync(Cancelled));
        // One piece of nonsense may count as two, as it does in QEMU itself.
        var reply = await bad.CommandAsync("{\"execute\":\"query-status\"}", Cancelled);
        Assert.Contains("\"return\"", reply.Contains("\"error\"", StringComparison.Ordinal) ? await bad.ReplyAsync(Cancelled) : reply);
    }

    [Fact]
    public async Task Bytes_that_are_no_UTF_8_are_refused()
    {
        using var client = await QmpTestClient.ConnectAsync(process.QmpPath, Cancelled);
        await client.Socket.SendAsync(new byte[] { (byte)'{', (byte)'"', 0xff, 0xfe, (byte)'"', (byte)':', (byte)'1', (byte)'}' }, SocketFlags.None, Cancelled);
        AssertError("GenericError", null, await client.ReplyAsync(Cancelled));
    }

    [Fact]
    public async Task A_command_may_arrive_byte_by_byte_and_two_may_arrive_glued()
    {
        using var client = await QmpTestClient.ConnectAsync(process.QmpPath, Cancelled);
        foreach (var character in " \r\n{\"execute\" : \"query-name\", \"id\":\"\\\"}{\"}\n")
            await client.SendAsync(character.ToString(), Cancelled);
        Assert.Contains("\\\"}{", await client.ReplyAsync(Cancelled));
        await client.SendAsync("{\"execute\":\"query-status\",\"id\":1}{\"execute\":\"query-status\",\"id\":2}", Cancelled);
        Assert.Contains("\"id\": 1", await client.ReplyAsync(Cancelled));
        Assert.Contains("\"id\": 2", await client.ReplyAsync(Cancelled));
    }

    [Fact]
    public async Task Large_commands_and_large_replies_pass_whole()
    {
        using var client = await QmpTestClient.ConnectAsync(process.QmpPath, Cancelled);
        var long_id = new string('x', 100_000);
        Assert.Contains(long_id, await client.CommandAsync($"{{\"execute\":\"query-status\",\"id\":\"{long_id}\"}}", Cancelled));
        var schema = await client.CommandAsync("{\"execute\":\"query-qmp-schema\"}", Cancelled);
        Assert.InRange(schema.Length, 200_000, 400_000);
        Assert.True(JsonDocument.Parse(schema).RootElement.TryGetProperty("return", out _));
    }

    [Fact]
    public async Task A_monitor_whose_connection_was_yanked_away_is_connected_again()
    {
        for (var i = 0; i < 3; i++)
        {
            using var client = await QmpTestClient.ConnectAsync(process.QmpPath, Cancelled, outOfBand: true);
            await client.SendAsync($"{{\"exec-oob\":\"yank\",\"arguments\":{{\"instances\":[{{\"type\":\"chardev\",\"id\":\"moa.{machine.Id}.qmp\"}}]}}}}", Cancelled);
            while (await client.ReadLineAsync(Cancelled) is not null)
                continue;
        }
        using var after = await QmpTestClient.ConnectAsync(process.QmpPath, Cancelled);
        Assert.Contains("prelaunch", await after.CommandAsync("{\"execute\":\"query-status\"}", Cancelled));
    }

    [Fact]
    public async Task More_clients_than_there_are_descriptors_are_turned_away_and_the_others_served()
    {
        var keeper = (int)Leftovers.Status(process.Pid, "PPid");
        await using (var limit = await QemuProcess.StartAsync(
            machine.Program("/usr/bin/prlimit", "--nofile=64:64", "--pid", $"{keeper}") with { RuntimeFolder = machine.File("p"), DataFolder = null }, Cancelled))
            Assert.Equal(0, (await limit.WaitForExitAsync(Cancelled)).Code);
        var many = new List<QmpTestClient>();
        try
        {
            while (many.Count < 100)
                many.Add(await QmpTestClient.ConnectAsync(process.QmpPath, Cancelled));
        }
        catch (Exception e) when (e is Xunit.Sdk.XunitException or IOException)
        {
            Assert.InRange(many.Count, 30, 64);
        }
        Assert.InRange(many.Count, 30, 64);
        Assert.Contains("return", await many[0].CommandAsync("{\"execute\":\"query-status\"}", Cancelled));
        many.ForEach(static client => client.Dispose());
        QmpTestClient? next = null;
        while (next is null)
        {
            try
            {
                next = await QmpTestClient.ConnectAsync(process.QmpPath, Cancelled);
            }
            catch (Exception e) when (e is Xunit.Sdk.XunitException or IOException)
            {
                // The keeper may not have seen yet that the others have left.
                continue;
            }
        }
        next.Dispose();
    }

    [Fact]
    public async Task All_clients_see_the_end_of_the_machine()
    {
        using var one = await QmpTestClient.ConnectAsync(process.QmpPath, Cancelled);
        using var two = await QmpTestClient.ConnectAsync(process.QmpPath, Cancelled);
        await one.SendAsync("{\"execute\":\"quit\"}", Cancelled);
        while (await two.ReadLineAsync(Cancelled) is { } line)
            two.Events.Add(line);
        Assert.Contains(two.Events, static line => line.Contains("SHUTDOWN", StringComparison.Ordinal));
        Assert.Equal(QemuExitReason.HostRequest, (await process.WaitForExitAsync(Cancelled)).Reason);
    }

    private static void AssertError(string errorClass, int? id, string reply)
    {
        var root = JsonDocument.Parse(reply).RootElement;
        Assert.Equal(errorClass, root.GetProperty("error").GetProperty("class").GetString());
        Assert.Equal(id, root.TryGetProperty("id", out var value) ? value.GetInt32() : null);
    }
}
