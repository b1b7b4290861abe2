using System.Runtime.InteropServices;

namespace Moa.Qmp;

/// <summary>How one command is to be sent. Nothing needs to be said.</summary>
public sealed record QmpExecuteOptions
{
    /// <summary>
    /// How long to wait for the reply, counted from the call, waiting in line included. Null (the default) takes
    /// <see cref="QmpClientOptions.CommandTimeout"/>; <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> waits for ever.
    /// </summary>
    public TimeSpan? Timeout
    {
        get;
        init => field = value is { } limit ? QmpClientOptions.CheckLimit(limit) : null;
    }

    /// <summary>
    /// A descriptor to send along (SCM_RIGHTS), for <c>getfd</c> and <c>add-fd</c>. It must stay open until the command
    /// has ended and remains the caller's. The command is alone on the wire: QEMU keeps one pending descriptor only, and
    /// pipelined commands would swap theirs. Linux and Unix sockets only.
    /// </summary>
    public SafeHandle? Descriptor { get; init; }

    /// <summary>
    /// Sends the command out of band (<c>exec-oob</c>): it overtakes all others and is carried out even while QEMU's main
    /// loop hangs. Only <c>migrate-recover</c>, <c>migrate-pause</c>, <c>yank</c> and <c>query-yank</c> can be sent so, and
    /// only where <see cref="QmpClient.OutOfBand"/> is true. Default false.
    /// </summary>
    public bool OutOfBand { get; init; }
}
