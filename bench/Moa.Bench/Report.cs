using System.Globalization;
using System.Runtime.InteropServices;

namespace Moa.Bench;

/// <summary>The results as Markdown on stdout.</summary>
internal static class Report
{
    public static async Task WriteHeadAsync(MoaHost host)
    {
        Console.WriteLine("# Measurements");
        Console.WriteLine();
        Console.WriteLine($"{Environment.ProcessorCount} cores, Linux {Environment.OSVersion.Version}, {RuntimeInformation.FrameworkDescription}, QEMU {await host.FindQemuVersionAsync()}, TCG.");
        Console.WriteLine("Rounds of the floor and of Moa alternate.");
    }

    public static void Section(string title, string what)
    {
        Console.WriteLine();
        Console.WriteLine($"## {title}");
        Console.WriteLine();
        Console.WriteLine(what);
        Console.WriteLine();
    }

    public static void Compare(string floorName, Samples floor, string name, Samples ours)
    {
        Console.WriteLine("| | n | p50 ms | p90 ms |");
        Console.WriteLine("|---|---|---|---|");
        Console.WriteLine($"| {floorName} | {floor.Count} | {Number(floor.Median)} | {Number(floor.P90)} |");
        Console.WriteLine($"| {name} | {ours.Count} | {Number(ours.Median)} | {Number(ours.P90)} |");
        Console.WriteLine();
        Console.WriteLine($"Added: {Number(ours.Median - floor.Median)} ms at p50, ratio {Number(ours.Median / floor.Median, "0.00")}.");
    }

    public static string Number(double value, string format = "0.0") => value.ToString(format, CultureInfo.InvariantCulture);
}
