using System.Net.Sockets;
using Moa.Interop.Linux;
using Moa.Keeping.Protocol;

namespace Moa.Keeping;

/// <summary>A control connection to a keeper: frames each way.</summary>
internal sealed class KeeperConnection : IDisposable
{
    private readonly Socket socket;
    private readonly SemaphoreSlim sending = new(1);
    private byte[] buffer = new byte[4096];
    private int start;
    private int end;

    private KeeperConnection(Socket socket) => this.socket = socket;

    /// <summary>A connection over one end of a socket pair, which it owns from here on.</summary>
    public static KeeperConnection Over(Descriptor descriptor)
    {
        var handle = new SafeSocketHandle(descriptor.Number, ownsHandle: true);
        descriptor.SetHandleAsInvalid();
        return new KeeperConnection(new Socket(handle));
    }

    /// <summary>Connects to a keeper's socket; null when nobody listens there.</summary>
    public static async Task<KeeperConnection?> ConnectAsync(string path, CancellationToken cancellationToken)
    {
        // The usual answer where no machine runs, without the cost of an exception.
        if (!File.Exists(path))
            return null;
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken).ConfigureAwait(false);
            return new KeeperConnection(socket);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused || !File.Exists(path))
        {
            socket.Dispose();
            return null;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Sends a frame. False when the keeper is gone.</summary>
    public async Task<bool> SendAsync(FrameType type, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> frame = Frame.Create(type, payload.Span);
        await sending.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // A frame that is begun is finished: half of one would make nonsense of all that follow.
            while (!frame.IsEmpty)
                frame = frame[await socket.SendAsync(frame, SocketFlags.None, CancellationToken.None).ConfigureAwait(false)..];
            return true;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return false;
        }
        finally
        {
            sending.Release();
        }
    }

    /// <summary>Receives the next frame; null when the keeper has closed the connection, or is gone.</summary>
    public async Task<KeeperFrame?> ReceiveAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var size = Frame.TryRead(buffer.AsSpan(start, end - start), out var type, out var payload);
            if (size > 0)
            {
                var frame = new KeeperFrame(type, payload.ToArray());
                start += size;
                return frame;
            }
            if (size < 0)
                return null;
            MakeRoom();
            try
            {
                var count = await socket.ReceiveAsync(buffer.AsMemory(end), SocketFlags.None, cancellationToken).ConfigureAwait(false);
                if (count == 0)
                    return null;
                end += count;
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return null;
            }
        }
    }

    /// <summary>Says that this end is done, which the keeper sees as end-of-file; receiving goes on.</summary>
    public void Finish()
    {
        try
        {
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The other end is gone already, which is what this leads to.
            return;
        }
    }

    public void Dispose()
    {
        socket.Dispose();
        sending.Dispose();
    }

    private void MakeRoom()
    {
        if (start > 0)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            end -= start;
            start = 0;
        }
        if (end == buffer.Length)
            Array.Resize(ref buffer, buffer.Length * 2);
    }
}
