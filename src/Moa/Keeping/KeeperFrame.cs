using Moa.Keeping.Protocol;

namespace Moa.Keeping;

/// <summary>A frame as a keeper sent it.</summary>
internal readonly record struct KeeperFrame(FrameType Type, byte[] Payload);
