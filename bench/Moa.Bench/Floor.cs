using System.Diagnostics;
using System.Globalization;
using Moa.Machines;

namespace Moa.Bench;

/// <summary>The C program that does the same steps with nothing in between (bench/raw/bare.c).</summary>
internal static class Floor
{
    /// <summary>One round of it, in milliseconds.</summary>
    public static async Task<double> MeasureAsync(string bare, string mode, MachinePlan plan)
    {
        var names = string.Join(',', plan.CommandLine.Descriptors.OrderBy(static descriptor => descriptor.Number).Select(static descriptor => descriptor.Name));
        var start = new ProcessStartInfo(bare, [mode, names, plan.Qemu.Path, .. plan.CommandLine.Arguments]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return double.Parse(text, CultureInfo.InvariantCulture) / 1000;
    }
}
