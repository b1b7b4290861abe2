namespace Moa.Keeping.Protocol;

/// <summary>What a frame between a client and the keeper says; docs/architecture.md, "The keeper's protocol".</summary>
internal enum FrameType : byte
{
    Start = 1,
    Adopt = 2,
    Signal = 3,
    Retain = 4,
    ConsoleAttach = 5,
    ConsoleInput = 6,
    State = 16,
    ConsoleAttached = 17,
    ConsoleData = 18,
}
