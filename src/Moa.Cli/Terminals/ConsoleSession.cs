using Moa.Launching;
using Moa.Machines;

namespace Moa.Cli.Terminals;

/// <summary>The machine's serial console joined to this terminal, until the machine ends or Ctrl-] is typed.</summary>
internal static class ConsoleSession
{
    private const byte Leave = 0x1d;
    private const int BufferBytes = 4096;

    public static async Task<int> RunAsync(Machine machine, CancellationToken cancel)
    {
        using var raw = HostTerminal.IsInput ? HostTerminal.EnterRawMode() : null;
        using var left = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        await using var console = await machine.OpenConsoleAsync(cancel);
        var printing = console.CopyToAsync(StandardStream.Output(), left.Token);
        var typing = TypeAsync(console, left);
        try
        {
            await printing;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            await typing;
        }
        return ExitCode.Done;
    }

    /// <summary>Passes on what is typed; input that is no terminal and has ended leaves the console open.</summary>
    private static async Task TypeAsync(QemuConsole console, CancellationTokenSource left)
    {
        await using var input = Console.OpenStandardInput();
        var buffer = new byte[BufferBytes];
        while (await input.ReadAsync(buffer, left.Token) is > 0 and var count)
        {
            var end = HostTerminal.IsInput ? Array.IndexOf(buffer, Leave, 0, count) : -1;
            await console.WriteAsync(buffer.AsMemory(0, end < 0 ? count : end), left.Token);
            if (end >= 0)
            {
                await left.CancelAsync();
                return;
            }
        }
    }
}
