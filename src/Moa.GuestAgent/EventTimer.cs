namespace Moa.GuestAgent;

/// <summary>An action that is due at a point in time of <see cref="EventLoop.Now"/>.</summary>
internal sealed class EventTimer(long due, Action action)
{
    public long Due { get; } = due;
    public Action Action { get; } = action;
    public bool Cancelled { get; private set; }

    public void Cancel() => Cancelled = true;
}
