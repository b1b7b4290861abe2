using Moa.Launching;

namespace Moa.Keeper.Tests;

/// <summary>Why a QEMU ended, told from its events, its console and its exit status.</summary>
public sealed class ExitReasonTests : IDisposable
{
    private readonly TestMachine machine = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => machine.Dispose();

    [Theory]
    [InlineData(QemuExitReason.GuestShutdown, 0, "SHUTDOWN/guest-shutdown")]
    [InlineData(QemuExitReason.GuestReset, 0, "SHUTDOWN/guest-reset")]
    [InlineData(QemuExitReason.GuestPanic, 0, "SHUTDOWN/guest-panic")]
    [InlineData(QemuExitReason.GuestPanic, 0, "GUEST_PANICKED/-", "SHUTDOWN/guest-reset")]
    [InlineData(QemuExitReason.GuestShutdown, 0, "GUEST_PANICKED/-", "RESET/guest-reset", "SHUTDOWN/guest-shutdown")]
    [InlineData(QemuExitReason.HostRequest, 0, "SHUTDOWN/host-qmp-quit")]
    [InlineData(QemuExitReason.HostRequest, 0, "SHUTDOWN/host-signal")]
    [InlineData(QemuExitReason.HostRequest, 0, "SHUTDOWN/host-ui")]
    [InlineData(QemuExitReason.HostRequest, 0, "GUEST_PANICKED/-", "SHUTDOWN/host-qmp-quit")]
    [InlineData(QemuExitReason.Error, 1, "SHUTDOWN/host-error")]
    [InlineData(QemuExitReason.Error, 1)]
    [InlineData(QemuExitReason.Unknown, 0)]
    [InlineData(QemuExitReason.Unknown, 0, "SHUTDOWN/something-new")]
    public async Task It_is_told_apart(QemuExitReason expected, int code, params string[] events)
    {
        await using var process = await QemuProcess.StartAsync(
            machine.Role("events", [$"{code}", .. events]) with { QmpNumber = 3 }, Cancelled);
        var exit = await process.WaitForExitAsync(Cancelled);
        Assert.Equal((expected, code), (exit.Reason, exit.Code));
    }
}
