using System.Diagnostics;
using System.Net.Sockets;
using Moa.Guests;
using Moa.Model;

namespace Moa.Bench;

/// <summary>
/// Bytes through the guest channel, beside busybox's cat between the same pipe and a bare port of the same kind, whose
/// socket nothing but this program touches.
/// </summary>
internal static class ThroughputBench
{
    private const int Rounds = 5;
    private const int Megabytes = 100;
    private const long Bytes = Megabytes * 1_000_000L;
    private const string PortName = "bench";

    public static async Task RunAsync(MoaHost host)
    {
        Report.Section("Throughput", $"{Megabytes} MB between a pipe in the guest and this program, MB/s, median of {Rounds}; beside `cat` between such a pipe and a bare virtio-serial port.");
        var socketPath = Path.Combine(Directory.CreateTempSubdirectory("moa-bench-").FullName, "port");
        var spec = new MachineSpec
        {
            Devices = [new VirtioSerial { Ports = [new Virtserialport { Name = PortName, Chardev = new UnixServerChardev { Path = socketPath, Wait = false } }] }],
        };
        await using var machine = await host.StartAsync(spec);
        var guest = await machine.GetGuestAsync();
        var found = await machine.RunAsync("sh", "-c", $"grep -l {PortName} /sys/class/virtio-ports/*/name | cut -d/ -f5");
        var port = "/dev/" + found.StandardOutput.Trim();

        Samples rawOut = new(), channelOut = new(), rawIn = new(), channelIn = new();
        for (var round = 0; round < Rounds; round++)
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(socketPath));
            rawOut.Add(await RateAsync(async () =>
            {
                await using var writer = await guest.StartAsync(Shell($"head -c {Bytes} /dev/zero | cat > {port}"));
                await ReadAsync(new NetworkStream(socket), Bytes);
            }));
            rawIn.Add(await RateAsync(async () =>
            {
                await using var reader = await guest.StartAsync(Shell($"cat {port} | head -c {Bytes} > /dev/null"));
                await WriteAsync(new NetworkStream(socket));
                await reader.ExitAsync();
            }));
            channelOut.Add(await RateAsync(async () =>
            {
                await using var writer = await guest.StartAsync(Shell($"head -c {Bytes} /dev/zero | cat"));
                await ReadAsync(writer.StandardOutput, Bytes);
            }));
            channelIn.Add(await RateAsync(async () =>
            {
                await using var reader = await guest.StartAsync(Shell($"cat | head -c {Bytes} > /dev/null") with { TakesInput = true });
                await WriteAsync(reader.StandardInput);
                await reader.StandardInput.DisposeAsync();
                await reader.ExitAsync();
            }));
        }
        Console.WriteLine("| direction | bare port | guest channel | ratio |");
        Console.WriteLine("|---|---|---|---|");
        Row("guest to host", rawOut, channelOut);
        Row("host to guest", rawIn, channelIn);
    }

    private static void Row(string direction, Samples raw, Samples channel) => Console.WriteLine(
        $"| {direction} | {Report.Number(raw.Median, "0")} | {Report.Number(channel.Median, "0")} | {Report.Number(channel.Median / raw.Median, "0.00")} |");

    private static GuestCommand Shell(string line) => new("sh", "-c", line);

    private static async Task<double> RateAsync(Func<Task> transfer)
    {
        var watch = Stopwatch.StartNew();
        await transfer();
        return Megabytes / watch.Elapsed.TotalSeconds;
    }

    private static async Task ReadAsync(Stream stream, long count)
    {
        var buffer = new byte[256 * 1024];
        while (count > 0)
            count -= await stream.ReadAsync(buffer);
    }

    private static async Task WriteAsync(Stream stream)
    {
        var buffer = new byte[64 * 1024];
        for (var left = Bytes; left > 0; left -= Math.Min(left, buffer.Length))
            await stream.WriteAsync(buffer.AsMemory(0, (int)Math.Min(left, buffer.Length)));
    }
}
