using System.Text.Json;
using Moa.Interop.Linux;
using Moa.Keeping;
using Moa.Keeping.Protocol;

namespace Moa.Launching;

/// <summary>
/// The serial console of a machine: all that is kept of what it printed, then what it prints, without a gap between the
/// two; and what is typed. Any number may be open at a time.
/// </summary>
public sealed class QemuConsole : IAsyncDisposable
{
    private const int LargestInput = 64 * 1024;
    private readonly KeeperConnection _keeper;
    private readonly string _log;
    private readonly KeeperFrame _attached;

    private QemuConsole(KeeperConnection keeper, string log, KeeperFrame attached)
    {
        _keeper = keeper;
        _log = log;
        _attached = attached;
    }

    /// <summary>Opens the console of the machine with this runtime folder; null where no keeper is there.</summary>
    internal static async Task<QemuConsole?> OpenAsync(string runtimeFolder, string log, CancellationToken cancel)
    {
        var keeper = await KeeperConnection.ConnectAsync(Path.Combine(runtimeFolder, RuntimeFiles.Control), cancel).ConfigureAwait(false);
        if (keeper is null)
            return null;
        try
        {
            await keeper.SendAsync(FrameType.ConsoleAttach, default, cancel).ConfigureAwait(false);
            while (await keeper.ReceiveAsync(cancel).ConfigureAwait(false) is { } frame)
            {
                if (frame.Type == FrameType.ConsoleAttached)
                    return new QemuConsole(keeper, log, frame);
            }
            keeper.Dispose();
            return null;
        }
        catch
        {
            keeper.Dispose();
            throw;
        }
    }

    /// <summary>Copies what was printed and what will be, until the machine ends. Cancelling stops the copying only.</summary>
    public async Task CopyToAsync(Stream output, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(output);
        await CopyLogAsync(output, cancellationToken).ConfigureAwait(false);
        while (await _keeper.ReceiveAsync(cancellationToken).ConfigureAwait(false) is { } frame)
        {
            // The keeper may stay a little longer than its machine; nothing more is said then.
            if (frame.Type == FrameType.State && KeeperState.Parse(frame.Payload).State == KeeperState.Exited)
                return;
            if (frame.Type != FrameType.ConsoleData)
                continue;
            await output.WriteAsync(frame.Payload, cancellationToken).ConfigureAwait(false);
            await output.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Types. The bytes go to the guest's serial port as they are; a guest that does not read holds up this call and nothing
    /// else. What is typed to a machine that has ended is lost.
    /// </summary>
    public async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default)
    {
        for (; !bytes.IsEmpty; bytes = bytes[Math.Min(bytes.Length, LargestInput)..])
            await _keeper.SendAsync(FrameType.ConsoleInput, bytes[..Math.Min(bytes.Length, LargestInput)], cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _keeper.Dispose();
        return default;
    }

    /// <summary>
    /// What was printed before: the older file, and as much of the newer as the keeper had written when it let us in. Which
    /// file that was is told by its inode, since it may have become the older one meanwhile, and then been removed.
    /// </summary>
    private async Task CopyLogAsync(Stream output, CancellationToken cancel)
    {
        var (size, inode) = Attached();
        var newer = ConsoleFiles.TryOpen(_log);
        var older = ConsoleFiles.TryOpen(ConsoleFiles.Older(_log));
        if (Inode(older) == inode)
        {
            newer?.Dispose();
            (newer, older) = (older, null);
        }
        if (Inode(newer) == inode)
        {
            if (older is not null)
                await CopyAsync(older, output, older.Length, cancel).ConfigureAwait(false);
            await CopyAsync(newer!, output, size, cancel).ConfigureAwait(false);
        }
        newer?.Dispose();
        older?.Dispose();
    }

    private static ulong? Inode(FileStream? file) => file is null ? null : NativeFile.Stat(file.SafeFileHandle).Inode;

    private (long Size, ulong Inode) Attached()
    {
        using var json = JsonDocument.Parse(_attached.Payload);
        return (json.RootElement.GetProperty("size"u8).GetInt64(), json.RootElement.GetProperty("inode"u8).GetUInt64());
    }

    private static async Task CopyAsync(Stream from, Stream to, long count, CancellationToken cancel)
    {
        var buffer = new byte[LargestInput];
        while (count > 0 && await from.ReadAsync(buffer.AsMemory(0, (int)Math.Min(count, buffer.Length)), cancel).ConfigureAwait(false) is > 0 and var read)
        {
            await to.WriteAsync(buffer.AsMemory(0, read), cancel).ConfigureAwait(false);
            count -= read;
        }
        await to.FlushAsync(cancel).ConfigureAwait(false);
    }
}
