using System.Text.Json;
using Moa.Interop.Linux;
using Moa.Keeping;
using Moa.Keeping.Protocol;

namespace Moa.Launching;

/// <summary>
/// The guest's serial console: reading gives what the guest says from the moment of attaching on, writing types. Several
/// can be attached at once. Who reads too slowly, 16 MiB behind, is cut off; <c>console.log</c> has everything.
/// </summary>
public sealed class ConsoleStream : Stream
{
    private const int LargestInput = 32 << 10;
    private readonly KeeperConnection connection;
    private readonly string logPath;
    private readonly long logSize;
    private readonly ulong logInode;
    private ReadOnlyMemory<byte> unread;
    private bool ended;

    private ConsoleStream(KeeperConnection connection, string logPath, long logSize, ulong logInode)
    {
        this.connection = connection;
        this.logPath = logPath;
        this.logSize = logSize;
        this.logInode = logInode;
    }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    internal static async Task<ConsoleStream> AttachAsync(string runtimeFolder, string logPath, CancellationToken cancellationToken)
    {
        var connection = await KeeperConnection.ConnectAsync(Path.Combine(runtimeFolder, RuntimeFiles.Control), cancellationToken).ConfigureAwait(false)
            ?? throw Gone(runtimeFolder);
        try
        {
            await connection.SendAsync(FrameType.ConsoleAttach, ReadOnlyMemory<byte>.Empty, cancellationToken).ConfigureAwait(false);
            while (await connection.ReceiveAsync(cancellationToken).ConfigureAwait(false) is { } frame)
            {
                if (frame.Type != FrameType.ConsoleAttached)
                    continue;
                var (size, inode) = ReadAttached(frame.Payload);
                return new ConsoleStream(connection, logPath, size, inode);
            }
            throw Gone(runtimeFolder);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>
    /// What the guest said before, as far back as <c>console.log</c> goes; together with what is read here nothing is missing
    /// and nothing twice. Empty when so much was said since that the log was put away twice.
    /// </summary>
    public Stream OpenHistory()
    {
        // The log may have been put away since: the file is known by its inode.
        foreach (var path in new[] { logPath, logPath + ".1" })
        {
            FileStream file;
            try
            {
                file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            }
            catch (IOException)
            {
                continue;
            }
            if (NativeFile.Stat(file.SafeFileHandle).Inode == logInode)
                return new LimitedStream(file, logSize);
            file.Dispose();
        }
        return Null;
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (unread.IsEmpty && !ended)
        {
            var frame = await connection.ReceiveAsync(cancellationToken).ConfigureAwait(false);
            if (frame is { Type: FrameType.ConsoleData, Payload: var data })
                unread = data;
            ended = frame is null || (frame is { Type: FrameType.State, Payload: var state } && KeeperState.Parse(state).State == KeeperState.Exited);
        }
        var count = Math.Min(buffer.Length, unread.Length);
        unread[..count].CopyTo(buffer);
        unread = unread[count..];
        return count;
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer, offset, count, CancellationToken.None).GetAwaiter().GetResult();

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!buffer.IsEmpty)
        {
            var part = buffer[..Math.Min(buffer.Length, LargestInput)];
            if (!await connection.SendAsync(FrameType.ConsoleInput, part, cancellationToken).ConfigureAwait(false))
                throw new IOException("The console is closed: its machine has ended.");
            buffer = buffer[part.Length..];
        }
    }

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => WriteAsync(buffer, offset, count, CancellationToken.None).GetAwaiter().GetResult();

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>Detaches.</summary>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            connection.Dispose();
        base.Dispose(disposing);
    }

    private static KeeperException Gone(string runtimeFolder) =>
        new($"No keeper answers in '{runtimeFolder}': the machine has ended, or its keeper was lost.");

    private static (long Size, ulong Inode) ReadAttached(ReadOnlySpan<byte> json)
    {
        var (size, inode) = (0L, 0UL);
        var reader = new Utf8JsonReader(json);
        Json.StartObject(ref reader);
        while (Json.NextMember(ref reader, out var name))
        {
            if (name == "size")
                size = reader.GetInt64();
            else if (name == "inode")
                inode = reader.GetUInt64();
            else
                reader.Skip();
        }
        return (size, inode);
    }
}
