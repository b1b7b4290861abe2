using System.Diagnostics;
using Moa.Model;

namespace Moa.Bench;

/// <summary>The whole command <c>moa run -- true</c>, beside QEMU booting the same image to the end of /bin/true.</summary>
internal static class RunBench
{
    private const int Rounds = 20;

    public static async Task RunAsync(MoaHost host, string bare, string cli)
    {
        Report.Section("moa run -- true", "The whole command, from exec to exit; beside a C program that boots the same image and asks the agent for /bin/true.");
        var plan = await host.PlanAsync(new MachineSpec());
        Samples floor = new(), ours = new();
        for (var round = 0; round < Rounds + 1; round++)
        {
            var time = await Floor.MeasureAsync(bare, "run", plan);
            var watch = Stopwatch.StartNew();
            using (var process = Process.Start(cli, ["run", "--net", "none", "--", "/bin/true"]))
                await process.WaitForExitAsync();
            watch.Stop();
            if (round < 1)
                continue;
            floor.Add(time);
            ours.Add(watch.Elapsed.TotalMilliseconds);
        }
        Report.Compare("bare QEMU", floor, "`moa run -- true`", ours);
    }
}
