using System.Text;

namespace Moa.Qmp;

/// <summary>One message, in the reader's buffer: valid until the reader is used again.</summary>
internal struct Message
{
    public MessageKind Kind;
    public MessageFault Fault;

    /// <summary>The value of the member that gives the message its kind.</summary>
    public Range Value;

    public Range Data;
    public Range Timestamp;

    /// <summary>Whether there is an <c>id</c>.</summary>
    public bool HasId;

    /// <summary>The <c>id</c>, where it is a number such as this library gives; otherwise 0, which it never gives.</summary>
    public long Id;

    /// <summary>Where the message lies; the ranges count from its start.</summary>
    public byte[] Buffer;

    public int Start;
    public int Length;

    /// <summary>The bytes of a member's value, without white space around it; empty when the member is absent.</summary>
    public readonly ReadOnlySpan<byte> Span(Range member) => Buffer.AsSpan(Start, Length)[member].Trim(" \t\r\n"u8);

    /// <summary>Where in the buffer a member's value lies, without white space around it.</summary>
    public readonly (int Start, int Length) Locate(Range member)
    {
        ReadOnlySpan<byte> value = Buffer.AsSpan(Start, Length)[member];
        var before = value.Length - value.TrimStart(" \t\r\n"u8).Length;
        return (Start + member.Start.Value + before, Span(member).Length);
    }

    /// <summary>The beginning of the message, for an error's text.</summary>
    public readonly string Excerpt()
    {
        var text = Encoding.UTF8.GetString(Buffer.AsSpan(Start, Math.Min(Length, 80))).Trim();
        return string.Create(text.Length, text, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
                span[i] = char.IsControl(source[i]) ? '?' : source[i];
        });
    }
}
