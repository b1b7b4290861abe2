using System.Globalization;
using System.Text;
using Moa.Interop.Linux;
using Moa.Launching;

namespace Moa.Keeper.Tests;

/// <summary>What this program does when a test starts it as another process.</summary>
internal static class Helper
{
    public static string Program { get; } = Environment.ProcessPath!;

    public static async Task<int> RunAsync(string role, string[] arguments)
    {
        switch (role)
        {
            case "manager":
                await ManageAsync(arguments);
                return 0;
            case "console":
                await ConsoleAsync(arguments);
                return 0;
            case "monitor":
                Monitor(int.Parse(arguments[0], CultureInfo.InvariantCulture));
                return 0;
            case "events":
                Events(arguments[1..]);
                return int.Parse(arguments[0], CultureInfo.InvariantCulture);
            case "agent":
                AgentHelper.Run();
                return 0;
            default:
                return 64;
        }
    }

    /// <summary>Starts a machine, says so, and waits to be killed.</summary>
    private static async Task ManageAsync(string[] arguments)
    {
        var machine = new TestMachine(arguments[0], arguments[1]);
        var process = await QemuProcess.StartAsync(machine.Stopped(temporary: arguments[2] == "temporary"));
        Console.WriteLine($"{process.Pid} {Leftovers.Status(process.Pid, "PPid")}");
        await Task.Delay(Timeout.Infinite);
    }

    /// <summary>In QEMU's place, with the console as descriptor 5: says things, or says back what is typed.</summary>
    private static async Task ConsoleAsync(string[] arguments)
    {
        using var socket = Accept(5);
        switch (arguments[0])
        {
            case "flood":
                Flood(socket, int.Parse(arguments[1], CultureInfo.InvariantCulture));
                break;
            case "echo-flood":
                NativeFile.Read(socket, new byte[1]);
                Flood(socket, int.Parse(arguments[1], CultureInfo.InvariantCulture));
                break;
            case "panic":
                Send(socket, "[ 1.0] Kernel pa");
                await Task.Delay(100);
                Send(socket, "nic - not syncing: VFS\n");
                break;
            case "echo":
                Send(socket, "ready\n");
                var buffer = new byte[4096];
                for (int count; (count = NativeFile.Read(socket, buffer)) > 0;)
                    Send(socket, Encoding.UTF8.GetString(buffer, 0, count).ToUpperInvariant());
                break;
        }
    }

    /// <summary>Lines of 16 bytes, each with its number.</summary>
    private static void Flood(Descriptor socket, int lines)
    {
        var text = new StringBuilder();
        for (var number = 0; number < lines; number++)
        {
            text.Append(number.ToString("D15", CultureInfo.InvariantCulture)).Append('\n');
            if (text.Length < 32 << 10)
                continue;
            Send(socket, text.ToString());
            text.Clear();
        }
        Send(socket, text + "the end\n");
    }

    /// <summary>In QEMU's place, with the monitor as descriptor 3: answers every command with that many bytes.</summary>
    private static void Monitor(int size)
    {
        using var socket = Accept(3);
        Send(socket, "{\"QMP\": {\"version\": {}, \"capabilities\": []}}\r\n");
        var reply = $"{{\"return\": \"{new string('x', size)}\"}}\r\n";
        var depth = 0;
        var buffer = new byte[4096];
        for (int count; (count = NativeFile.Read(socket, buffer)) > 0;)
        {
            foreach (var character in buffer.AsSpan(0, count))
            {
                depth += character == '{' ? 1 : character == '}' ? -1 : 0;
                if (character == '}' && depth == 0)
                    Send(socket, reply);
            }
        }
    }

    /// <summary>In QEMU's place: negotiates, reports these events (NAME/REASON), and ends.</summary>
    private static void Events(string[] events)
    {
        using var socket = Accept(3);
        Send(socket, "{\"QMP\": {\"version\": {}, \"capabilities\": []}}\r\n");
        NativeFile.Read(socket, new byte[4096]);
        Send(socket, "{\"return\": {}}\r\n");
        foreach (var parts in events.Select(static text => text.Split('/')))
            Send(socket, $"{{\"timestamp\": {{\"seconds\": 1}}, \"event\": \"{parts[0]}\", \"data\": {{\"guest\": true, \"reason\": \"{parts[1]}\"}}}}\r\n");
    }

    /// <summary>The keeper's connection to a listening socket that was handed over; blocking.</summary>
    public static Descriptor Accept(int number) => Libc.accept4(new Descriptor(number), 0, 0, Libc.SOCK_CLOEXEC) is { IsInvalid: false } socket
        ? socket
        : throw LinuxException.Last("accept4");

    public static void Send(Descriptor socket, string text) => NativeFile.Write(socket, Encoding.UTF8.GetBytes(text));
}
