using System.Runtime.InteropServices;
using Moa.Guests;

namespace Moa.Cli.Terminals;

/// <summary>
/// A command in the guest joined to this process: streams, window size, signals, exit code. Whatever is left of the
/// terminal's settings is restored however the command ends.
/// </summary>
internal static class CommandSession
{
    private const int BufferBytes = 64 * 1024;
    private const int SIGHUP = 1;
    private const int SIGINT = 2;
    private const int SIGTERM = 15;

    /// <summary>Runs the command to its end and gives the exit code that a shell would.</summary>
    public static async Task<int> RunAsync(GuestClient guest, GuestCommand command, CancellationToken cancel)
    {
        try
        {
            await using var process = await guest.StartAsync(command, cancel);
            return await JoinAsync(process, command, cancel);
        }
        catch (GuestCommandException failure)
        {
            Console.Error.WriteLine($"moa: {failure.Message}");
            return failure.Error switch
            {
                GuestCommandError.NotFound => ExitCode.CommandNotFound,
                GuestCommandError.NotExecutable => ExitCode.NotExecutable,
                _ => ExitCode.RunFailed,
            };
        }
    }

    private static async Task<int> JoinAsync(GuestProcess process, GuestCommand command, CancellationToken cancel)
    {
        using var raw = command.Terminal is null ? null : HostTerminal.EnterRawMode();
        using var resize = command.Terminal is null
            ? null
            : PosixSignalRegistration.Create(PosixSignal.SIGWINCH, _ => Resize(process));
        Interrupt.OnFirst(signal => PassOn(process, signal));
        try
        {
            if (command.TakesInput)
                Forget(CopyInputAsync(process, cancel));
            await Task.WhenAll(
                CopyOutputAsync(process.StandardOutput, StandardStream.Output(), cancel),
                CopyOutputAsync(process.StandardError, StandardStream.Error(), cancel));
            return (await process.ExitAsync(cancel)).ShellCode;
        }
        finally
        {
            Interrupt.OnFirst(null);
        }
    }

    private static async Task CopyInputAsync(GuestProcess process, CancellationToken cancel)
    {
        await using var input = Console.OpenStandardInput();
        try
        {
            await input.CopyToAsync(process.StandardInput, BufferBytes, cancel);
            await process.StandardInput.DisposeAsync();
        }
        catch (IOException)
        {
            // The command wants no more input, or has ended: its exit code tells the rest.
            return;
        }
    }

    /// <summary>Copies until the end. When our reader has gone, the command's next write shall fail, as in any pipe.</summary>
    private static async Task CopyOutputAsync(Stream from, Stream to, CancellationToken cancel)
    {
        try
        {
            await from.CopyToAsync(to, BufferBytes, cancel);
        }
        catch (IOException) when (!cancel.IsCancellationRequested)
        {
            await from.DisposeAsync();
        }
    }

    private static bool PassOn(GuestProcess process, PosixSignal signal)
    {
        process.Signal(signal switch
        {
            PosixSignal.SIGINT => SIGINT,
            PosixSignal.SIGTERM => SIGTERM,
            _ => SIGHUP,
        });
        return true;
    }

    private static void Resize(GuestProcess process)
    {
        var (rows, columns) = HostTerminal.Size();
        process.Resize(rows, columns);
    }

    /// <summary>For what runs beside the command: if it fails, the connection did, and the command's end says so.</summary>
    private static void Forget(Task task) =>
        task.ContinueWith(static ended => _ = ended.Exception, TaskContinuationOptions.OnlyOnFaulted);
}
