using System.Text;
using Moa.Launching;

namespace Moa.Keeper.Tests;

/// <summary>The serial console: kept in a bounded log, shared by those who are attached.</summary>
public sealed class ConsoleTests : IDisposable
{
    private readonly TestMachine machine = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => machine.Dispose();

    [Fact]
    public async Task A_flood_is_kept_bounded_with_its_end_in_place()
    {
        // 20 MB: lines of 16 bytes, each with its number.
        const int Lines = 20 * 1024 * 64;
        await using var process = await QemuProcess.StartAsync(
            machine.Role("console", "flood", $"{Lines}") with { SerialNumber = 5, Temporary = false }, Cancelled);
        Assert.Equal(0, (await process.WaitForExitAsync(Cancelled)).Code);
        var newest = await File.ReadAllTextAsync(process.ConsoleLogPath, Cancelled);
        var older = await File.ReadAllTextAsync(process.ConsoleLogPath + ".1", Cancelled);
        Assert.Equal(8 << 20, older.Length);
        Assert.Equal((20 << 20) + "the end\n".Length - (16 << 20), newest.Length);
        Assert.EndsWith($"{Lines - 1:D15}\nthe end\n", newest);
        Assert.Equal($"{(16 << 20) / 16:D15}", newest[..15]);
        Assert.Equal(["console.log", "console.log.1", "exit.json", "qemu.log"], Directory.EnumerateFiles(machine.Data).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task What_was_said_before_and_what_is_said_from_now_on_are_the_whole()
    {
        await using var process = await QemuProcess.StartAsync(machine.Role("console", "echo") with { SerialNumber = 5 }, Cancelled);
        await using var typist = await process.AttachConsoleAsync(Cancelled);
        await using var early = await process.AttachConsoleAsync(Cancelled);
        var expected = new StringBuilder("ready\n");
        for (var i = 0; i < 50; i++)
        {
            await typist.WriteAsync(Encoding.UTF8.GetBytes($"line {i}\n"), Cancelled);
            expected.Append($"LINE {i}\n");
        }
        await using var late = await process.AttachConsoleAsync(Cancelled);
        foreach (var console in new[] { typist, early, late })
        {
            var text = new StringBuilder();
            await using (var history = console.OpenHistory())
                text.Append(await new StreamReader(history).ReadToEndAsync(Cancelled));
            var buffer = new byte[100];
            while (text.Length < expected.Length)
                text.Append(Encoding.UTF8.GetString(buffer, 0, await console.ReadAsync(buffer, Cancelled)));
            Assert.Equal(expected.ToString(), text.ToString());
        }
    }

    [Fact]
    public async Task Reading_ends_when_the_machine_does()
    {
        await using var process = await QemuProcess.StartAsync(machine.Role("console", "flood", "1000") with { SerialNumber = 5 }, Cancelled);
        ConsoleStream console;
        try
        {
            console = await process.AttachConsoleAsync(Cancelled);
        }
        catch (Keeping.KeeperException)
        {
            return;
        }
        await using (console)
            Assert.EndsWith("the end\n", await new StreamReader(console.OpenHistory()).ReadToEndAsync(Cancelled) + await new StreamReader(console).ReadToEndAsync(Cancelled));
    }

    [Fact]
    public async Task A_panic_is_seen_also_where_its_words_come_in_two_pieces()
    {
        await using var process = await QemuProcess.StartAsync(machine.Role("console", "panic") with { SerialNumber = 5 }, Cancelled);
        var exit = await process.WaitForExitAsync(Cancelled);
        Assert.True(exit.Panicked);
        Assert.Equal(QemuExitReason.GuestPanic, exit.Reason);
    }

    [Fact]
    public async Task Much_that_is_typed_arrives_in_order()
    {
        await using var process = await QemuProcess.StartAsync(machine.Role("console", "echo") with { SerialNumber = 5 }, Cancelled);
        await using var console = await process.AttachConsoleAsync(Cancelled);
        var typed = string.Concat(Enumerable.Range(0, 60_000).Select(static i => $"{i:d9}\n"));
        var writing = console.WriteAsync(Encoding.UTF8.GetBytes(typed), Cancelled).AsTask();
        var reader = new StreamReader(console);
        for (var i = 0; i < 60_000; i++)
        {
            var line = await reader.ReadLineAsync(Cancelled);
            Assert.True(line == $"{i:d9}" || (i == 0 && line == "ready"), line);
            if (line == "ready")
                i--;
        }
        await writing;
    }

    [Fact]
    public async Task QEMUs_own_words_are_kept_bounded_too()
    {
        await using var process = await QemuProcess.StartAsync(
            machine.Program(machine.Script("dd if=/dev/zero bs=65536 count=64 2>/dev/null; echo; echo last")) with { Temporary = false }, Cancelled);
        var exit = await process.WaitForExitAsync(Cancelled);
        Assert.EndsWith("\nlast\n", exit.Stderr);
        Assert.Equal(1 << 20, new FileInfo(process.QemuLogPath + ".1").Length);
        Assert.InRange(new FileInfo(process.QemuLogPath).Length, 1, 1 << 20);
    }
}
