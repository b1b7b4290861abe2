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
        await using var typist = await process.OpenConsoleAsync(Cancelled);
        await using var early = await process.OpenConsoleAsync(Cancelled);
        var expected = new StringBuilder("ready\n");
        for (var i = 0; i < 50; i++)
        {
            await typist.WriteAsync(Encoding.UTF8.GetBytes($"line {i}\n"), Cancelled);
            expected.Append($"LINE {i}\n");
        }
        await using var late = await process.OpenConsoleAsync(Cancelled);
        foreach (var console in new[] { typist, early, late })
        {
            var seen = new Seen(expected.Length);
            var copying = console.CopyToAsync(seen, Cancelled);
            await seen.Enough.WaitAsync(Cancelled);
            Assert.Equal(expected.ToString(), seen.Text);
            _ = copying.ContinueWith(static task => task.Exception, TaskScheduler.Default);
        }
    }

    [Fact]
    public async Task A_log_that_rotates_while_it_is_followed_loses_and_doubles_nothing()
    {
        const int Lines = 12 * 1024 * 64;
        await using var process = await QemuProcess.StartAsync(machine.Role("console", "echo-flood", $"{Lines}") with { SerialNumber = 5 }, Cancelled);
        await using var console = await process.OpenConsoleAsync(Cancelled);
        await console.WriteAsync("go"u8.ToArray(), Cancelled);
        using var seen = new MemoryStream();
        await console.CopyToAsync(seen, Cancelled);
        var text = Encoding.UTF8.GetString(seen.ToArray());
        Assert.Equal(Lines * 16 + "the end\n".Length, text.Length);
        for (var i = 0; i < Lines; i += 1000)
            Assert.Equal($"{i:D15}\n", text.Substring(i * 16, 16));
    }

    [Fact]
    public async Task Following_ends_when_the_machine_does()
    {
        await using var process = await QemuProcess.StartAsync(machine.Role("console", "echo") with { SerialNumber = 5 }, Cancelled);
        await using var second = await QemuProcess.AttachAsync(machine.Runtime, Cancelled);
        await using var console = await second!.OpenConsoleAsync(Cancelled);
        var copying = console.CopyToAsync(Stream.Null, Cancelled);
        await process.SignalAsync(9, Cancelled);
        await copying;
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
        await using var console = await process.OpenConsoleAsync(Cancelled);
        var typed = string.Concat(Enumerable.Range(0, 60_000).Select(static i => $"{i:d9}\n"));
        var seen = new Seen("ready\n".Length + typed.Length);
        var copying = console.CopyToAsync(seen, Cancelled);
        await console.WriteAsync(Encoding.UTF8.GetBytes(typed), Cancelled);
        await seen.Enough.WaitAsync(Cancelled);
        Assert.Equal("ready\n" + typed, seen.Text);
        await process.SignalAsync(9, Cancelled);
        await copying;
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

    /// <summary>Collects what is written, and says when it is enough.</summary>
    private sealed class Seen(int enough) : MemoryStream
    {
        private readonly TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Enough => done.Task;

        public string Text => Encoding.UTF8.GetString(ToArray());

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await base.WriteAsync(buffer, cancellationToken);
            if (Length >= enough)
                done.TrySetResult();
        }
    }
}
