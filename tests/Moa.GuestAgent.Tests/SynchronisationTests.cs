using System.Net.Sockets;
using System.Text;
using Moa.Guests.Protocol;

namespace Moa.GuestAgent.Tests;

/// <summary>Hosts that come, go, stop in the middle and break the rules.</summary>
public sealed class SynchronisationTests(AgentProcess agent) : IClassFixture<AgentProcess>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void An_agent_announces_itself_to_every_host()
    {
        for (var i = 0; i < 3; i++)
        {
            using var host = new RawHost(agent.Socket);
            host.AwaitAnnouncement();
        }
    }

    [Fact]
    public void A_host_that_leaves_in_the_middle_of_a_frame_does_not_disturb_the_next()
    {
        var frame = RawHost.Frame(FrameType.Exec, 1, 0, """{"argv":["true"]}"""u8);
        for (var cut = 0; cut < frame.Length; cut++)
        {
            using (var leaving = new RawHost(agent.Socket))
            {
                leaving.Synchronise();
                leaving.Send(frame.AsSpan(0, cut));
            }

            using var host = new RawHost(agent.Socket);
            host.Synchronise();
            host.Send(FrameType.Ping, 1, 0, "x"u8);
            Assert.Equal(FrameType.Result, host.Receive().Type);
        }
    }

    [Fact]
    public void A_host_can_begin_anew_in_the_middle_of_anything()
    {
        var frame = RawHost.Frame(FrameType.Exec, 1, 0, """{"argv":["true"]}"""u8);
        using var host = new RawHost(agent.Socket);
        for (var cut = 0; cut < frame.Length; cut++)
        {
            host.Synchronise();
            host.Send(frame.AsSpan(0, cut));
        }

        host.Synchronise();
        host.Send(frame);
        Assert.Equal(FrameType.Started, host.Receive().Type);
    }

    [Fact]
    public void A_frame_in_pieces_of_one_byte_is_a_frame()
    {
        using var host = new RawHost(agent.Socket);
        host.Synchronise();
        foreach (var one in RawHost.Frame(FrameType.Ping, 5, 0, "slowly"u8))
            host.Send([one]);
        Assert.Equal("slowly"u8, host.Receive().Payload);
        Assert.Equal((FrameType.Closed, 5u), (host.Receive().Type, 5u));
    }

    [Fact]
    public void A_command_ends_with_its_host()
    {
        int pid;
        using (var host = new RawHost(agent.Socket))
        {
            host.Synchronise();
            pid = Start(host, 1, """{"argv":["sleep","1000"]}"""u8);
        }

        using var next = new RawHost(agent.Socket);
        next.Synchronise();
        WaitForEnd(next, pid);
    }

    [Fact]
    public void A_detached_command_does_not()
    {
        int pid;
        using (var host = new RawHost(agent.Socket))
        {
            host.Synchronise();
            pid = Start(host, 1, """{"argv":["sleep","1000"],"detached":true}"""u8);
        }

        using var next = new RawHost(agent.Socket);
        next.Synchronise();
        Assert.True(Processes.IsAlive(pid));
        Start(next, 1, Encoding.UTF8.GetBytes($$"""{"argv":["kill","{{pid}}"]}"""));
        WaitForEnd(next, pid);
    }

    [Fact]
    public void Spending_more_than_the_credit_breaks_the_rules_and_ends_the_streams()
    {
        using var host = new RawHost(agent.Socket);
        host.Synchronise();
        var pid = Start(host, 1, """{"argv":["sleep","1000"],"stdin":true}"""u8);
        var block = new byte[FrameHeader.MaxPayload];
        for (var i = 0; i < (StreamChannel.Window / block.Length) + 32; i++)
            host.Send(FrameType.Data, 1, 0, block);
        host.AwaitAnnouncement();
        host.Synchronise();
        WaitForEnd(host, pid);
    }

    [Theory]
    [InlineData(new byte[] { 0, 0, 0, 0, 1, 0, 0, 0, 99, 0, 0, 0 })]
    [InlineData(new byte[] { 255, 255, 255, 255, 1, 0, 0, 0, 8, 0, 0, 0 })]
    [InlineData(new byte[] { 0, 0, 0, 0, 1, 0, 0, 0, 8, 1, 0, 0 })]
    [InlineData(new byte[] { 0, 0, 0, 0, 1, 0, 0, 0, 13, 0, 1, 0 })]
    public void A_frame_against_the_rules_makes_the_agent_announce_itself(byte[] frame)
    {
        using var host = new RawHost(agent.Socket);
        host.Synchronise();
        host.Send(frame);
        host.AwaitAnnouncement();
        host.Synchronise();
    }

    [Fact]
    public void A_second_exec_on_a_stream_breaks_the_rules()
    {
        using var host = new RawHost(agent.Socket);
        host.Synchronise();
        Start(host, 1, """{"argv":["sleep","1000"]}"""u8);
        host.Send(FrameType.Exec, 1, 0, """{"argv":["true"]}"""u8);
        host.AwaitAnnouncement();
    }

    [Fact]
    public void Frames_for_streams_that_are_not_there_are_ignored()
    {
        using var host = new RawHost(agent.Socket);
        host.Synchronise();
        host.Send(FrameType.Data, 9, 0, "x"u8);
        host.Send(FrameType.End, 9);
        host.Send(FrameType.Credit, 9, 1, [1, 0, 0, 0]);
        host.Send(FrameType.Signal, 9, 0, [9]);
        host.Send(FrameType.Resize, 9, 0, [1, 0, 1, 0]);
        host.Send(FrameType.Close, 9);
        host.Send(FrameType.Ping, 1, 0, "still there"u8);
        Assert.Equal("still there"u8, host.Receive().Payload);
    }

    [Fact]
    public void An_exec_that_makes_no_sense_is_answered()
    {
        using var host = new RawHost(agent.Socket);
        host.Synchronise();
        host.Send(FrameType.Exec, 4, 0, "{]"u8);
        var failed = host.Receive();
        Assert.Equal((FrameType.Failed, 4u), (failed.Type, failed.Stream));
        Assert.Equal("invalid", FailedPayload.Parse(failed.Payload).Error);
        Assert.Equal(FrameType.Closed, host.Receive().Type);
    }

    [Fact]
    public void Power_is_not_for_an_agent_on_a_socket()
    {
        using var host = new RawHost(agent.Socket);
        host.Synchronise();
        host.Send(FrameType.Power, 1, 0, """{"action":"reboot"}"""u8);
        Assert.Equal(FrameType.Failed, host.Receive().Type);
        Assert.Equal(FrameType.Closed, host.Receive().Type);
    }

    [Fact]
    public void A_host_that_asks_and_never_reads_is_read_no_further_and_does_not_fill_the_agents_memory()
    {
        using (var host = new RawHost(agent.Socket))
        {
            host.Synchronise();
            host.GiveUpAfter(TimeSpan.FromSeconds(1));
            Assert.Throws<SocketException>(() =>
            {
                for (var i = 0; i < 10_000; i++)
                    host.Send(FrameType.Ping, 1, 0, new byte[FrameHeader.MaxPayload]);
            });
        }

        var peak = File.ReadAllLines($"/proc/{agent.Id}/status").First(static line => line.StartsWith("VmHWM", StringComparison.Ordinal));
        Assert.InRange(int.Parse(peak.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1]), 0, 30_000);
        using var next = new RawHost(agent.Socket);
        next.Synchronise();
    }

    [Fact]
    public void Damaged_streams_never_harm_the_agent()
    {
        var random = new Random(4711);
        byte[] valid =
        [
            .. RawHost.Frame(FrameType.Exec, 1, 0, """{"argv":["/no/such/program/at/all"],"stdin":true}"""u8),
            .. RawHost.Frame(FrameType.Data, 1, 0, "data"u8),
            .. RawHost.Frame(FrameType.Ping, 2, 0, "ping"u8),
            .. RawHost.Frame(FrameType.Exec, 3, 0, """{"argv":["true"],"stdin":true}"""u8),
            .. RawHost.Frame(FrameType.Data, 3, 0, "data"u8),
            .. RawHost.Frame(FrameType.Credit, 3, 1, [1, 0, 0, 0]),
            .. RawHost.Frame(FrameType.Resize, 3, 0, [1, 0, 1, 0]),
            .. RawHost.Frame(FrameType.End, 3, 0),
            .. RawHost.Frame(FrameType.Close, 3, 0),
        ];
        using var host = new RawHost(agent.Socket);
        var count = Environment.GetEnvironmentVariable("MOA_SOAK") == "1" ? 50_000 : 1_000;
        for (var i = 0; i < count; i++)
        {
            host.Send(Damage(valid, random));
            host.Synchronise();
        }

        Assert.True(Processes.IsAlive(agent.Id));
    }

    private static byte[] Damage(byte[] valid, Random random)
    {
        var bytes = valid.ToArray();
        for (var i = random.Next(1, 5); i > 0; i--)
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        return bytes[random.Next(20)..^random.Next(20)];
    }

    private static int Start(RawHost host, uint stream, ReadOnlySpan<byte> exec)
    {
        host.Send(FrameType.Exec, stream, 0, exec);
        var started = host.Receive();
        Assert.Equal(FrameType.Started, started.Type);
        return StartedPayload.Parse(started.Payload).ProcessId;
    }

    /// <summary>Waits until a process of the host before has ended, by letting the agent run others meanwhile.</summary>
    private static void WaitForEnd(RawHost host, int pid)
    {
        for (uint stream = 100; Processes.IsAlive(pid); stream++)
        {
            host.Send(FrameType.Exec, stream, 0, """{"argv":["sleep","0.02"]}"""u8);
            while (host.Receive().Type != FrameType.Closed)
            {
            }
        }
    }
}
