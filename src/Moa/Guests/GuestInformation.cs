namespace Moa.Guests;

/// <summary>What the agent says about itself and its guest when it says hello.</summary>
/// <param name="Protocol">The version of the guest protocol it speaks.</param>
/// <param name="AgentVersion">Its own version.</param>
/// <param name="Kernel">The release of the guest's kernel, as <c>uname -r</c> gives it.</param>
/// <param name="Architecture">The guest's architecture, as <c>uname -m</c> gives it.</param>
/// <param name="Features">What it can do: <c>exec</c>, <c>pty</c>, <c>power</c>; <c>init</c> when it is the guest's PID 1.</param>
public sealed record GuestInformation(
    int Protocol, string AgentVersion, string Kernel, string Architecture, IReadOnlyList<string> Features);
