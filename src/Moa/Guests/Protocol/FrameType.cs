namespace Moa.Guests.Protocol;

/// <summary>What a frame says; see docs/guest-protocol.md.</summary>
internal enum FrameType : byte
{
    Hello = 1,
    Gone = 2,
    Exec = 3,
    Power = 4,
    Ping = 5,
    Data = 8,
    End = 9,
    Credit = 10,
    Signal = 11,
    Resize = 12,
    Close = 13,
    Started = 16,
    Failed = 17,
    Exit = 18,
    Result = 19,
    Closed = 20,
}
