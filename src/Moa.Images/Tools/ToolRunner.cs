using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Moa.Images.Tools;

/// <summary>Runs short-lived programs of the host: apt-get, dpkg-deb, xz. The only place that does.</summary>
internal static class ToolRunner
{
    /// <summary>The most that is kept of an output asked for as text.</summary>
    private const int TextLimit = 32 << 20;

    private static readonly string[] SystemFolders = ["/usr/local/sbin", "/usr/sbin", "/sbin", "/usr/bin", "/bin"];

    /// <summary>Where a tool is, or null. The sbin folders are looked at though an ordinary user's PATH lacks them.</summary>
    public static string? Find(string tool)
    {
        if (tool.Contains('/', StringComparison.Ordinal))
            return File.Exists(tool) ? tool : null;
        var path = Environment.GetEnvironmentVariable("PATH") ?? "";
        return path.Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Concat(SystemFolders)
            .Select(folder => Path.Combine(folder, tool))
            .FirstOrDefault(IsExecutable);
    }

    /// <summary>Runs a tool to its end and returns its standard output. Cancelling kills it.</summary>
    public static async Task<string> ReadAsync(ToolCommand command, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        await ReadLinesAsync(command, line =>
        {
            if (text.Length + line.Length > TextLimit)
                throw new ImageException($"{command.Tool} wrote more than {TextLimit >> 20} MiB, which is not what it was asked for.");
            text.Append(line).Append('\n');
        }, cancellationToken).ConfigureAwait(false);
        return text.ToString();
    }

    /// <summary>Runs a tool to its end and hands over each line of its standard output. Cancelling kills it.</summary>
    public static Task ReadLinesAsync(ToolCommand command, Action<string> onLine, CancellationToken cancellationToken) =>
        PipeAsync(command, async (output, token) =>
        {
            using var reader = new StreamReader(output, Encoding.UTF8, leaveOpen: true);
            while (await reader.ReadLineAsync(token).ConfigureAwait(false) is { } line)
                onLine(line);
        }, cancellationToken);

    /// <summary>
    /// Runs a tool to its end while <paramref name="consume"/> reads its standard output. Cancelling, a stall, and an
    /// exception of the consumer kill the tool.
    /// </summary>
    /// <exception cref="ToolException">The tool is missing, failed, or stalled.</exception>
    public static async Task PipeAsync(
        ToolCommand command, Func<Stream, CancellationToken, Task> consume, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var process = Start(command);
        using var stall = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var errors = new ErrorTail();
        var output = new WatchedStream(process.StandardOutput.BaseStream, stall, command.Stall);
        var readErrors = errors.ReadAsync(process.StandardError);
        var writeInput = WriteAsync(process.StandardInput.BaseStream, command.Input, stall.Token);
        try
        {
            await ConsumeAsync().ConfigureAwait(false);
            await output.DrainAsync(stall.Token).ConfigureAwait(false);
            await FinishAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stall.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw ToolException.Stalled(command, command.Stall, errors.Text);
        }
        finally
        {
            End(process);
            await stall.CancelAsync().ConfigureAwait(false);
            await writeInput.ConfigureAwait(false);
        }
        if (process.ExitCode != 0)
            throw ToolException.Failed(command, process.ExitCode, errors.Text);

        async Task ConsumeAsync()
        {
            try
            {
                await consume(output, stall.Token).ConfigureAwait(false);
            }
            catch (Exception) when (output.Ended)
            {
                // The consumer saw the output break off: when the tool failed, its own words are the reason.
                await FinishAsync().ConfigureAwait(false);
                if (process.ExitCode == 0)
                    throw;
            }
        }

        async Task FinishAsync()
        {
            stall.CancelAfter(command.Stall);
            await process.WaitForExitAsync(stall.Token).ConfigureAwait(false);
            await readErrors.WaitAsync(stall.Token).ConfigureAwait(false);
        }
    }

    private static Process Start(ToolCommand command)
    {
        var file = Find(command.Tool) ?? throw ToolException.Missing(command);
        var start = new ProcessStartInfo(file, command.Arguments)
        {
            WorkingDirectory = command.Folder ?? "",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        // Messages are parsed and shown; both want one language. No tool may stop to ask.
        start.Environment["LC_ALL"] = "C";
        start.Environment["DEBIAN_FRONTEND"] = "noninteractive";
        foreach (var (name, value) in command.Environment)
            start.Environment[name] = value;
        try
        {
            return Process.Start(start) ?? throw ToolException.Missing(command);
        }
        catch (Win32Exception error)
        {
            throw ToolException.NotStarted(command, error);
        }
    }

    private static void End(Process process)
    {
        if (process.HasExited)
            return;
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
    }

    private static async Task WriteAsync(Stream input, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        try
        {
            await using (input.ConfigureAwait(false))
                await input.WriteAsync(content, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or OperationCanceledException)
        {
            // A tool that ends without reading all of its input says why by its exit status.
            return;
        }
    }

    private static bool IsExecutable(string file) =>
        File.Exists(file) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(file) & ExecuteBits) != 0);

    private const UnixFileMode ExecuteBits = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
}
