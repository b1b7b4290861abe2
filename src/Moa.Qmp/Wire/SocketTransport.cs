using System.Net.Sockets;
using System.Runtime.InteropServices;
using Moa.Qmp.Interop;

namespace Moa.Qmp;

/// <summary>A connected stream socket.</summary>
internal sealed class SocketTransport(Socket socket) : QmpTransport
{
    public override bool PassesDescriptors => OperatingSystem.IsLinux() && socket.AddressFamily == AddressFamily.Unix;

    public override ValueTask<int> ReceiveAsync(Memory<byte> buffer) => socket.ReceiveAsync(buffer, SocketFlags.None);

    public override ValueTask SendAsync(ReadOnlyMemory<byte> bytes)
    {
        // A stream socket's send ends when all bytes are sent.
        var sending = socket.SendAsync(bytes, SocketFlags.None);
        if (!sending.IsCompletedSuccessfully)
            return new ValueTask(sending.AsTask());
        sending.GetAwaiter().GetResult();
        return default;
    }

    public override async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, SafeHandle descriptor)
    {
        int sent;
        while ((sent = DescriptorMessage.Send(socket.SafeHandle, bytes.Span, descriptor)) == 0)
        {
            // The buffer is full. White space between commands means nothing, and this ends when there is room.
            await SendAsync(" "u8.ToArray()).ConfigureAwait(false);
        }
        if (sent < bytes.Length)
            await SendAsync(bytes[sent..]).ConfigureAwait(false);
    }

    public override void Abort()
    {
        try
        {
            socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            socket.Dispose();
        }
    }

    public override void Dispose() => socket.Dispose();
}
