namespace Moa.Guests;

/// <summary>How to reach the agent in a guest.</summary>
public sealed record GuestClientOptions
{
    /// <summary>
    /// How long the agent may take to say hello after the connection stands, from above zero to 24 days, or
    /// <see cref="Timeout.InfiniteTimeSpan"/>. Default: 60 seconds, which a guest that boots without an accelerator may need.
    /// </summary>
    public TimeSpan HelloTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Whether the stream leads straight to the agent's port, so that a common beginning has to be found first. Default:
    /// false, for a machine's <c>agent</c> socket, whose keeper has done that.
    /// </summary>
    public bool Synchronise { get; init; }

    /// <summary>The clock of <see cref="HelloTimeout"/>. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
