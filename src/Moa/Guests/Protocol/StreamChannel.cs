namespace Moa.Guests.Protocol;

/// <summary>The channels of a command's stream.</summary>
internal static class StreamChannel
{
    public const byte Input = 0;
    public const byte Output = 1;
    public const byte Error = 2;

    /// <summary>The credit every channel begins with, in bytes.</summary>
    public const int Window = 1 << 20;
}
