namespace Moa.Qmp;

/// <summary>Which events a subscription gets and how many it keeps for its reader.</summary>
public sealed record QmpSubscriptionOptions
{
    /// <summary>QEMU's names of the events wanted, such as <c>SHUTDOWN</c>. Empty (the default) means all.</summary>
    public IReadOnlyCollection<string> Names { get; init; } = [];

    /// <summary>
    /// How many unread events are kept; when one more comes the oldest is dropped and counted. At least 1; default 1,024.
    /// </summary>
    public int Capacity
    {
        get;
        init => field = value >= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Capacity), value, "At least one event must be kept.");
    }
    = 1024;
}
