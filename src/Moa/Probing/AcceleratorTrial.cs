namespace Moa.Probing;

/// <summary>Runs the <see cref="TrialGuest"/> under an accelerator and sees how far it comes.</summary>
internal sealed class AcceleratorTrial(string qemu, string runtimeFolder, string machine, string romFile)
{
    /// <summary>
    /// How long a step may take. On a processor that really runs the guest each takes a few milliseconds, on one that
    /// only imitates it minutes; time during which the host had no processor to give does not count.
    /// </summary>
    public TimeSpan StallLimit { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest that one trial may take, however busy the host: 30 s.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Runs the guest.</summary>
    /// <param name="accelerator">The accelerator, for <c>-accel</c>.</param>
    /// <param name="cpu">The CPU model, for <c>-cpu</c>; null for the machine's default.</param>
    /// <param name="cancel">Ends the trial.</param>
    /// <returns>Null when the guest passed every step; else what went wrong, part of a sentence.</returns>
    public async Task<string?> RunAsync(string accelerator, string? cpu, CancellationToken cancel)
    {
        string[] arguments =
        [
            "-machine", machine, "-accel", accelerator, .. cpu is null ? (string[])[] : ["-cpu", cpu], "-m", "16M",
            "-bios", romFile, "-no-reboot", "-S",
        ];
        ProbeProcess process;
        try
        {
            process = await ProbeProcess.StartAsync(qemu, runtimeFolder, arguments, withSerial: true, cancel).ConfigureAwait(false);
        }
        catch (QemuProbeException failure)
        {
            return failure.Problem;
        }
        await using var _ = process.ConfigureAwait(false);
        return await WatchAsync(process, cancel).ConfigureAwait(false);
    }

    private async Task<string?> WatchAsync(ProbeProcess process, CancellationToken cancel)
    {
        using var stops = process.Qmp.Subscribe("STOP", "RESET", "SHUTDOWN");
        var stopped = stops.ReadAsync(cancel).AsTask();
        await process.AskAsync("cont", null, cancel).ConfigureAwait(false);

        var progress = new TrialProgress();
        var buffer = new byte[64];
        var clock = new StallClock(process.Pid, StallLimit, Limit);
        string? words = null;
        while (true)
        {
            var read = ReadAsync(process.Serial!, buffer, cancel);
            if (!await clock.CompletesAsync(Task.WhenAny(read, stopped), cancel).ConfigureAwait(false))
                return $"a trial guest hangs in {progress.Next}";
            // QEMU has stopped the guest. With QEMU gone, there is an end to what the guest wrote before.
            if (!read.IsCompleted)
                words ??= await process.EndAsync(cancel).ConfigureAwait(false);
            var count = await read.ConfigureAwait(false);
            if (count == 0)
                return $"a trial guest ends in {progress.Next}: {words ?? await process.ExplainEndAsync(cancel).ConfigureAwait(false)}";
            if (progress.Add(buffer.AsSpan(0, count)) is { } outcome)
                return outcome.Problem;
        }
    }

    private static async Task<int> ReadAsync(Stream serial, byte[] buffer, CancellationToken cancel)
    {
        try
        {
            return await serial.ReadAsync(buffer, cancel).ConfigureAwait(false);
        }
        catch (IOException)
        {
            return 0; // a reset connection is an end too
        }
    }
}
