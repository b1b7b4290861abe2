using Moa.Guests.Protocol;

namespace Moa.Tests.Guests;

/// <summary>Frames out of bytes, whatever the bytes are.</summary>
public sealed class FrameReaderTests
{
    private static readonly byte[] Nonce = [.. Enumerable.Range(1, 16).Select(static i => (byte)i)];

    [Fact]
    public void A_header_is_twelve_little_endian_bytes()
    {
        var bytes = new byte[FrameHeader.Size];
        new FrameHeader(0x010203, 0x0A0B0C0D, FrameType.Data, StreamChannel.Error).Write(bytes);
        Assert.Equal([3, 2, 1, 0, 0x0D, 0x0C, 0x0B, 0x0A, 8, 2, 0, 0], bytes);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Frames_split_at_every_byte_are_the_same_frames(bool host)
    {
        var sender = host ? FrameSender.Host : FrameSender.Agent;
        var frames = Frames(sender);
        var bytes = frames.SelectMany(static frame => frame).ToArray();
        for (var cut = 0; cut <= bytes.Length; cut++)
        {
            var reader = new FrameReader(sender, synchronised: true);
            var seen = Feed(reader, bytes.AsSpan(0, cut));
            seen.AddRange(Feed(reader, bytes.AsSpan(cut)));
            Assert.Equal(frames, seen.Select(static item => item.Bytes));
        }
    }

    [Fact]
    public void The_longest_frames_pass_however_the_buffer_stands()
    {
        var reader = new FrameReader(FrameSender.Host, synchronised: true);
        for (var i = 0; i < 50; i++)
        {
            var frame = Frame(FrameType.Data, 1, 0, new byte[FrameHeader.MaxPayload - (i * 777)]);
            Assert.Equal([frame], Feed(reader, frame, 10_007).Select(static item => item.Bytes));
        }
    }

    [Theory]
    [InlineData((byte)FrameType.Data, 1, 1, 0)]
    [InlineData((byte)FrameType.Data, 0, 0, 0)]
    [InlineData((byte)FrameType.Credit, 1, 1, 3)]
    [InlineData((byte)FrameType.Credit, 1, 0, 4)]
    [InlineData((byte)FrameType.End, 1, 3, 0)]
    [InlineData((byte)FrameType.End, 1, 0, 1)]
    [InlineData((byte)FrameType.Signal, 1, 0, 2)]
    [InlineData((byte)FrameType.Resize, 1, 0, 2)]
    [InlineData((byte)FrameType.Close, 1, 0, 1)]
    [InlineData((byte)FrameType.Exec, 0, 0, 2)]
    [InlineData((byte)FrameType.Ping, 1, 0, FrameHeader.MaxPayload + 1)]
    [InlineData((byte)FrameType.Hello, 0, 0, 2)]
    [InlineData((byte)FrameType.Started, 1, 0, 2)]
    [InlineData(99, 1, 0, 0)]
    public void A_frame_that_the_host_may_not_send_loses_the_beginning(byte type, uint stream, byte channel, int length)
    {
        var reader = new FrameReader(FrameSender.Host, synchronised: true);
        Assert.Equal([FrameEvent.Lost], Feed(reader, Frame((FrameType)type, stream, channel, new byte[length])).Select(static item => item.Event));
        Assert.False(reader.IsSynchronised);
    }

    [Theory]
    [InlineData((byte)FrameType.Data, 1, 0, 0)]
    [InlineData((byte)FrameType.Credit, 1, 1, 4)]
    [InlineData((byte)FrameType.Hello, 1, 0, 2)]
    [InlineData((byte)FrameType.Gone, 0, 0, 1)]
    [InlineData((byte)FrameType.Closed, 1, 0, 1)]
    [InlineData((byte)FrameType.Exit, 0, 0, 2)]
    [InlineData((byte)FrameType.Exec, 1, 0, 2)]
    public void A_frame_that_the_agent_may_not_send_loses_the_beginning(byte type, uint stream, byte channel, int length)
    {
        var reader = new FrameReader(FrameSender.Agent, synchronised: true);
        Assert.Equal([FrameEvent.Lost], Feed(reader, Frame((FrameType)type, stream, channel, new byte[length])).Select(static item => item.Event));
    }

    [Fact]
    public void A_host_that_takes_over_is_understood_wherever_the_one_before_was_cut_off()
    {
        var before = Frames(FrameSender.Host).SelectMany(static frame => frame).ToArray();
        byte[] takeover = [.. Synchronisation.Request(Nonce), .. Frame(FrameType.Ping, 7, 0, "new"u8)];
        for (var cut = 0; cut <= before.Length; cut++)
        {
            var reader = new FrameReader(FrameSender.Host, synchronised: true);
            Feed(reader, before.AsSpan(0, cut));
            var seen = Feed(reader, takeover);
            Assert.Equal(FrameEvent.Synchronised, seen[^2].Event);
            Assert.Equal(Nonce, reader.Nonce);
            Assert.Equal(Frame(FrameType.Ping, 7, 0, "new"u8), seen[^1].Bytes);
        }
    }

    [Fact]
    public void A_sync_that_was_cut_off_does_not_hide_the_next()
    {
        for (var cut = 0; cut < Synchronisation.Size; cut++)
        {
            var reader = new FrameReader(FrameSender.Host);
            byte[] cutOff = [.. Synchronisation.HostMagic, .. new byte[16]];
            Feed(reader, cutOff.AsSpan(0, cut));
            Assert.Equal(FrameEvent.Synchronised, Feed(reader, Synchronisation.Request(Nonce))[^1].Event);
            Assert.Equal(Nonce, reader.Nonce);
        }
    }

    [Fact]
    public void The_host_discards_everything_before_the_answer_to_its_own_nonce()
    {
        var reader = new FrameReader(FrameSender.Agent);
        reader.Await(Nonce);
        byte[] stale =
        [
            .. Frames(FrameSender.Agent).SelectMany(static frame => frame),
            .. Synchronisation.Answer(new byte[16].Select(static _ => (byte)9).ToArray()),
            .. Synchronisation.AgentMagic,
        ];
        Assert.Empty(Feed(reader, stale, 7));
        var seen = Feed(reader, [.. Synchronisation.Answer(Nonce), .. Frame(FrameType.Hello, 0, 0, "{}"u8)], 5);
        Assert.Equal([FrameEvent.Synchronised, FrameEvent.Frame], seen.Select(static item => item.Event));
    }

    [Fact]
    public void An_agent_that_starts_anew_is_noticed_wherever_the_one_before_was_cut_off()
    {
        var before = Frames(FrameSender.Agent).SelectMany(static frame => frame).ToArray();
        for (var cut = 0; cut <= before.Length; cut++)
        {
            var reader = new FrameReader(FrameSender.Agent, synchronised: true);
            Feed(reader, before.AsSpan(0, cut));
            var events = Feed(reader, Synchronisation.Announcement()).Select(static item => item.Event).ToArray();
            Assert.Equal(FrameEvent.Announced, events[^1]);
            Assert.Contains(events, static item => item is FrameEvent.Prelude or FrameEvent.Lost);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Damaged_streams_never_harm_the_reader_and_the_next_beginning_is_found(bool host)
    {
        var sender = host ? FrameSender.Host : FrameSender.Agent;
        var random = new Random(20_251_120);
        var valid = Frames(sender).SelectMany(static frame => frame).ToArray();
        byte[] last = sender == FrameSender.Host ? Frame(FrameType.Ping, 9, 0, "end"u8) : Frame(FrameType.Result, 9, 0, "end"u8);
        byte[] beginning = sender == FrameSender.Host
            ? Synchronisation.Request(Nonce)
            : [.. Synchronisation.Announcement(), .. Synchronisation.Answer(Nonce)];
        var reader = new FrameReader(sender, synchronised: true);
        for (var i = 0; i < Mutation.Count; i++)
        {
            Feed(reader, Mutation.Of(valid, random), random.Next(1, 300));
            reader.Await(sender == FrameSender.Agent ? Nonce : reader.Nonce);
            var seen = Feed(reader, [.. beginning, .. last]);
            Assert.Equal(FrameEvent.Synchronised, seen[^2].Event);
            Assert.Equal(last, seen[^1].Bytes);
        }
    }

    /// <summary>Gives bytes to a reader, so many at a time, and returns all it says about them.</summary>
    private static List<(FrameEvent Event, byte[]? Bytes)> Feed(FrameReader reader, ReadOnlySpan<byte> bytes, int atOnce = int.MaxValue)
    {
        var seen = new List<(FrameEvent, byte[]?)>();
        while (bytes.Length > 0)
        {
            var free = reader.Free.Span;
            Assert.NotEqual(0, free.Length);
            var count = Math.Min(Math.Min(free.Length, bytes.Length), atOnce);
            bytes[..count].CopyTo(free);
            bytes = bytes[count..];
            reader.Advance(count);
            while (reader.Read(out var frame) is not FrameEvent.None and var item)
            {
                seen.Add((item, item == FrameEvent.Frame
                    ? Frame(frame.Header.Type, frame.Header.Stream, frame.Header.Channel, frame.Payload)
                    : null));
            }
        }

        return seen;
    }

    private static byte[] Frame(FrameType type, uint stream, byte channel, ReadOnlySpan<byte> payload)
    {
        var bytes = new byte[FrameHeader.Size + payload.Length];
        new FrameHeader(payload.Length, stream, type, channel).Write(bytes);
        payload.CopyTo(bytes.AsSpan(FrameHeader.Size));
        return bytes;
    }

    private static byte[][] Frames(FrameSender sender) => sender == FrameSender.Host
        ?
        [
            Frame(FrameType.Exec, 1, 0, """{"argv":["true"]}"""u8),
            Frame(FrameType.Data, 1, 0, "some data"u8),
            Frame(FrameType.Credit, 1, 2, [1, 0, 0, 0]),
            Frame(FrameType.Data, uint.MaxValue, 0, default),
            Frame(FrameType.Signal, 1, 0, [15]),
            Frame(FrameType.Resize, 1, 0, [1, 0, 2, 0]),
            Frame(FrameType.End, 1, 2, default),
            Frame(FrameType.Close, 1, 0, default),
            Frame(FrameType.Power, 2, 0, """{"action":"sync"}"""u8),
            Frame(FrameType.Ping, 3, 0, "x"u8),
        ]
        :
        [
            Frame(FrameType.Hello, 0, 0, """{"protocol":1}"""u8),
            Frame(FrameType.Started, 1, 0, """{"pid":1}"""u8),
            Frame(FrameType.Data, 1, 1, "out"u8),
            Frame(FrameType.Data, 1, 2, "err"u8),
            Frame(FrameType.Credit, 1, 0, [0, 0, 8, 0]),
            Frame(FrameType.End, 1, 1, default),
            Frame(FrameType.Exit, 1, 0, """{"code":0}"""u8),
            Frame(FrameType.Closed, 1, 0, default),
            Frame(FrameType.Failed, 2, 0, """{"error":"invalid","message":""}"""u8),
            Frame(FrameType.Result, 3, 0, "x"u8),
            Frame(FrameType.Gone, 0, 0, default),
        ];
}
