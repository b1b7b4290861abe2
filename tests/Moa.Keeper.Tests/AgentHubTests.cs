using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Moa.Guests.Protocol;
using Moa.Launching;

namespace Moa.Keeper.Tests;

/// <summary>The agent's one port, shared: each client numbers its streams as it likes.</summary>
public sealed class AgentHubTests : IAsyncLifetime
{
    private readonly TestMachine machine = new();
    private QemuProcess process = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        process = await QemuProcess.StartAsync(machine.Role("agent") with { AgentNumber = 4 }, Cancelled);

    public async ValueTask DisposeAsync()
    {
        await process.DisposeAsync();
        machine.Dispose();
    }

    [Fact]
    public async Task Every_client_is_greeted_with_the_agents_hello()
    {
        using var one = await ConnectAsync();
        using var two = await ConnectAsync();
    }

    [Fact]
    public async Task Clients_with_the_same_numbers_get_their_own_answers()
    {
        var clients = new List<AgentTestClient>();
        for (var i = 0; i < 5; i++)
            clients.Add(await ConnectAsync());
        await Task.WhenAll(clients.Select((client, who) => Task.Run(async () =>
        {
            for (uint stream = 1; stream <= 100; stream++)
                await client.SendAsync(new FrameHeader(0, stream, FrameType.Ping), Encoding.UTF8.GetBytes($"{who}/{stream}"));
            for (uint stream = 1; stream <= 100; stream++)
            {
                var (header, payload) = await client.ReceiveAsync(Cancelled);
                Assert.Equal((FrameType.Result, stream, $"{who}/{stream}"), (header.Type, header.Stream, Encoding.UTF8.GetString(payload)));
                Assert.Equal((FrameType.Closed, stream), Kind((await client.ReceiveAsync(Cancelled)).Header));
            }
        }, Cancelled)));
        clients.ForEach(static client => client.Dispose());
    }

    [Fact]
    public async Task A_number_is_free_again_once_its_stream_is_closed()
    {
        using var client = await ConnectAsync();
        for (var i = 0; i < 10; i++)
        {
            await client.SendAsync(new FrameHeader(0, 7, FrameType.Ping), "x"u8.ToArray());
            Assert.Equal((FrameType.Result, 7u), Kind((await client.ReceiveAsync(Cancelled)).Header));
            Assert.Equal((FrameType.Closed, 7u), Kind((await client.ReceiveAsync(Cancelled)).Header));
        }
    }

    [Fact]
    public async Task Many_bytes_pass_both_ways_exactly()
    {
        using var client = await ConnectAsync();
        await client.SendAsync(new FrameHeader(0, 1, FrameType.Exec), "{}"u8.ToArray());
        Assert.Equal((FrameType.Started, 1u), Kind((await client.ReceiveAsync(Cancelled)).Header));
        const int Size = 64 << 20;
        var sent = new byte[FrameHeader.MaxPayload];
        RandomNumberGenerator.Fill(sent);
        var writing = Task.Run(async () =>
        {
            for (var done = 0; done < Size; done += sent.Length)
                await client.SendAsync(new FrameHeader(0, 1, FrameType.Data, StreamChannel.Input), sent);
        }, Cancelled);
        for (var done = 0; done < Size; done += sent.Length)
        {
            var (header, payload) = await client.ReceiveAsync(Cancelled);
            Assert.Equal((FrameType.Data, 1u), Kind(header));
            Assert.True(payload.AsSpan().SequenceEqual(sent));
        }
        await writing;
    }

    [Fact]
    public async Task The_streams_of_a_client_that_leaves_are_closed()
    {
        using (var client = await ConnectAsync())
        {
            for (uint stream = 1; stream <= 3; stream++)
                await client.SendAsync(new FrameHeader(0, stream, FrameType.Exec), "{}"u8.ToArray());
            for (uint stream = 1; stream <= 3; stream++)
                Assert.Equal((FrameType.Started, stream), Kind((await client.ReceiveAsync(Cancelled)).Header));
        }
        using (var other = await ConnectAsync())
        {
            await other.SendAsync(new FrameHeader(0, 1, FrameType.Ping), "after"u8.ToArray());
            Assert.Equal((FrameType.Result, 1u), Kind((await other.ReceiveAsync(Cancelled)).Header));
        }
        await process.SignalAsync(9, Cancelled);
        Assert.Equal("closed 1\nclosed 2\nclosed 3\n", (await process.WaitForExitAsync(Cancelled)).Stderr);
    }

    [Fact]
    public async Task An_agent_that_begins_anew_in_the_middle_of_a_frame_is_found_again()
    {
        using var one = await ConnectAsync();
        using var two = await ConnectAsync();
        await one.SendAsync(new FrameHeader(0, 1, FrameType.Ping), "restart"u8.ToArray());
        foreach (var client in new[] { one, two })
        {
            FrameHeader header;
            do
                (header, _) = await client.ReceiveAsync(Cancelled);
            while (header.Type == FrameType.Result);
            Assert.Equal(FrameType.Gone, header.Type);
            Assert.Equal(FrameType.Hello, (await client.ReceiveAsync(Cancelled)).Header.Type);
        }
        await two.SendAsync(new FrameHeader(0, 1, FrameType.Ping), "again"u8.ToArray());
        Assert.Equal("again", Encoding.UTF8.GetString((await two.ReceiveAsync(Cancelled)).Payload));
    }

    [Theory]
    [InlineData(FrameType.Hello, 0u)]
    [InlineData(FrameType.Exec, 0u)]
    [InlineData((FrameType)99, 1u)]
    internal async Task A_client_that_breaks_the_rules_is_cut_off_and_nobody_else(FrameType type, uint stream)
    {
        using var good = await ConnectAsync();
        using (var bad = await ConnectAsync())
        {
            await bad.SendAsync(new FrameHeader(0, stream, type), []);
            await Assert.ThrowsAnyAsync<Exception>(() => bad.ReceiveAsync(Cancelled));
        }
        await good.SendAsync(new FrameHeader(0, 1, FrameType.Ping), []);
        Assert.Equal((FrameType.Result, 1u), Kind((await good.ReceiveAsync(Cancelled)).Header));
    }

    private static (FrameType, uint) Kind(FrameHeader header) => (header.Type, header.Stream);

    private async Task<AgentTestClient> ConnectAsync()
    {
        var client = await AgentTestClient.ConnectAsync(process.AgentPath, Cancelled);
        Assert.Equal(FrameType.Hello, (await client.ReceiveAsync(Cancelled)).Header.Type);
        return client;
    }

    private sealed class AgentTestClient : IDisposable
    {
        private readonly Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        private readonly FrameReader reader = new(FrameSender.Agent, synchronised: true);

        public static async Task<AgentTestClient> ConnectAsync(string path, CancellationToken cancellationToken)
        {
            var client = new AgentTestClient();
            await client.socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
            return client;
        }

        public async Task SendAsync(FrameHeader header, byte[] payload)
        {
            var frame = new byte[FrameHeader.Size + payload.Length];
            (header with { Length = payload.Length }).Write(frame);
            payload.CopyTo(frame, FrameHeader.Size);
            for (ReadOnlyMemory<byte> rest = frame; !rest.IsEmpty;)
                rest = rest[await socket.SendAsync(rest, SocketFlags.None, Cancelled)..];
        }

        public async Task<(FrameHeader Header, byte[] Payload)> ReceiveAsync(CancellationToken cancellationToken)
        {
            while (true)
            {
                if (Next() is { } frame)
                    return frame;
                var count = await socket.ReceiveAsync(reader.Free, SocketFlags.None, cancellationToken);
                if (count == 0)
                    throw new EndOfStreamException();
                reader.Advance(count);
            }
        }

        public void Dispose() => socket.Dispose();

        private (FrameHeader, byte[])? Next() => reader.Read(out var frame) switch
        {
            FrameEvent.Frame => (frame.Header, frame.Payload.ToArray()),
            FrameEvent.None => null,
            var other => throw new InvalidOperationException(other.ToString()),
        };
    }
}
