using System.Diagnostics;
using Moa.Model;

namespace Moa.Bench;

/// <summary>From the spec until QEMU's monitor has answered, keeper included, with the CPUs stopped.</summary>
internal static class LaunchBench
{
    private const int Rounds = 30;

    public static async Task RunAsync(MoaHost host, string bare)
    {
        Report.Section("Launch", "From the spec until QMP is ready (`-S`), the keeper included; beside QEMU spawned with the same arguments by a C program.");
        var spec = new MachineSpec { StartPaused = true };
        var plan = await host.PlanAsync(spec);
        Samples floor = new(), ours = new();
        for (var round = 0; round < Rounds + 2; round++)
        {
            var time = await Floor.MeasureAsync(bare, "launch", plan);
            var watch = Stopwatch.StartNew();
            await using (await host.StartAsync(spec))
                watch.Stop();
            if (round < 2)
                continue;
            floor.Add(time);
            ours.Add(watch.Elapsed.TotalMilliseconds);
        }
        Report.Compare("bare QEMU", floor, "`host.StartAsync(spec)`", ours);
    }
}
