namespace Moa.Qmp;

/// <summary>How a client behaves. Every member has a default that suits an ordinary QEMU.</summary>
public sealed record QmpClientOptions
{
    /// <summary>
    /// How long connecting, the greeting and the negotiation may take together. QEMU greets within milliseconds, unless
    /// another client holds the monitor. Positive or <see cref="Timeout.InfiniteTimeSpan"/>; default 5 seconds.
    /// </summary>
    public TimeSpan ConnectTimeout
    {
        get;
        init => field = CheckLimit(value);
    }
    = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long a command may take, waiting in line included, unless <see cref="QmpExecuteOptions.Timeout"/> says
    /// otherwise. Positive or <see cref="Timeout.InfiniteTimeSpan"/>; default 30 seconds.
    /// </summary>
    public TimeSpan CommandTimeout
    {
        get;
        init => field = CheckLimit(value);
    }
    = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The longest message that is kept, in bytes. A longer reply fails its command and a longer event is dropped; the
    /// connection goes on. 64 KiB to 1 GiB; default 64 MiB.
    /// </summary>
    public int MaxMessageBytes
    {
        get;
        init => field = value is >= 64 * 1024 and <= 1024 * 1024 * 1024
            ? value
            : throw new ArgumentOutOfRangeException(nameof(MaxMessageBytes), value, "The limit must be 64 KiB to 1 GiB.");
    }
    = 64 * 1024 * 1024;

    /// <summary>
    /// Whether to negotiate <c>oob</c> where QEMU offers it. It lets QEMU read ahead, which nearly doubles the throughput
    /// of concurrent callers, and allows <see cref="QmpExecuteOptions.OutOfBand"/>. Default true.
    /// </summary>
    public bool NegotiateOutOfBand { get; init; } = true;

    /// <summary>
    /// Called once the greeting is in and before QEMU sends events: who subscribes here cannot miss one. It runs on the
    /// connecting flow; what it throws, connecting throws. Default none.
    /// </summary>
    public Action<QmpClient>? BeforeNegotiation { get; init; }

    /// <summary>The clock that limits are measured with. Default <see cref="TimeProvider.System"/>.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    internal static QmpClientOptions Default { get; } = new();

    internal static TimeSpan CheckLimit(TimeSpan value) =>
        value == Timeout.InfiniteTimeSpan || (value > TimeSpan.Zero && value.TotalMilliseconds < uint.MaxValue - 1)
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(value), value, "A limit must be positive and below 49 days, or Timeout.InfiniteTimeSpan.");
}
