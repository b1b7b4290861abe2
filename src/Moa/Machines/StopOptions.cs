namespace Moa.Machines;

/// <summary>How a machine is stopped. Each step has its budget; when it is spent, the next step is taken.</summary>
public sealed record StopOptions
{
    /// <summary>Skips everything that asks the guest or QEMU: SIGKILL at once.</summary>
    public bool Force { get; init; }

    /// <summary>How long the guest may take to shut down once it was asked. Default: 20 seconds.</summary>
    public TimeSpan GuestTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long QEMU may take to end after <c>quit</c>, and again after SIGTERM. Default: 5 seconds.</summary>
    public TimeSpan QemuTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the agent and the monitor may take to answer at all. Default: 2 seconds.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(2);
}
