using System.Buffers;

namespace Moa.Guests;

public sealed partial class GuestClient
{
    /// <summary>Runs a command to its end and keeps what it writes.</summary>
    /// <param name="command">What to run.</param>
    /// <param name="input">What the command reads from stdin; nothing by default.</param>
    /// <param name="maxOutput">How much of stdout and of stderr is kept, in bytes each; the rest is read and dropped.</param>
    /// <param name="cancellationToken">Hangs the command up, and kills it after 2 s.</param>
    /// <returns>How it ended and what it wrote.</returns>
    /// <exception cref="GuestCommandException">The guest cannot run it, and why.</exception>
    /// <exception cref="GuestConnectionException">The agent or the connection went away; how the command ended is unknown.</exception>
    public async Task<GuestCommandResult> RunAsync(
        GuestCommand command,
        ReadOnlyMemory<byte> input = default,
        int maxOutput = 16 << 20,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentOutOfRangeException.ThrowIfNegative(maxOutput);
        var process = await StartAsync(command with { TakesInput = input.Length > 0 }, cancellationToken).ConfigureAwait(false);
        await using var _ = process.ConfigureAwait(false);
        var output = CollectAsync(process.StandardOutput, maxOutput, cancellationToken);
        var error = CollectAsync(process.StandardError, maxOutput, cancellationToken);
        var feeding = input.Length > 0 ? FeedAsync(process, input, cancellationToken) : Task.CompletedTask;
        await Task.WhenAll(output, error, feeding).ConfigureAwait(false);
        var exit = await process.ExitAsync(cancellationToken).ConfigureAwait(false);
        var (outputBytes, outputCut) = await output.ConfigureAwait(false);
        var (errorBytes, errorCut) = await error.ConfigureAwait(false);
        return new GuestCommandResult(exit, outputBytes, errorBytes, outputCut || errorCut);
    }

    private static async Task FeedAsync(GuestProcess process, ReadOnlyMemory<byte> input, CancellationToken cancellationToken)
    {
        try
        {
            await process.StandardInput.WriteAsync(input, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException) when (process.StandardInputClosed.IsCancellationRequested)
        {
            // A command that does not read all of its input is no error, as in a shell's pipe.
            return;
        }

        await process.StandardInput.DisposeAsync().ConfigureAwait(false);
    }

    private static async Task<(ReadOnlyMemory<byte> Bytes, bool Cut)> CollectAsync(
        Stream stream, int most, CancellationToken cancellationToken)
    {
        var kept = new ArrayBufferWriter<byte>();
        var buffer = ArrayPool<byte>.Shared.Rent(65_536);
        var cut = false;
        try
        {
            while (await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var count)
            {
                var room = Math.Min(count, most - kept.WrittenCount);
                kept.Write(buffer.AsSpan(0, room));
                cut |= room < count;
            }

            return (kept.WrittenMemory, cut);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
